import { AppError } from '#shared/model/errors.ts';
import { bareKey } from '#shared/model/git-provider.ts';
import type { Ask, Mark, Marks } from './provider-api.ts';

/** More of them than this are on no repository of ours. */
const mostPages = 20;

interface Place<T> {
  readonly marks: Marks<T>;
  readonly ask: Ask;
  readonly repository: string;
}

/** Whether a repository has what is known by a text. */
export async function hasMark<T>(place: Place<T>, isOurs: (known: string) => boolean): Promise<boolean> {
  for await (const { known } of each(place)) if (isOurs(known)) return true;
  return false;
}

/** Takes away what is known by a text; what is gone already is fine, a list that is refused is not. */
export async function removeMarks<T>(place: Place<T>, isOurs: (known: string) => boolean): Promise<void> {
  const ours = [];
  for await (const mark of each(place)) if (isOurs(mark.known)) ours.push(mark);
  for (const { id } of ours) await place.marks.remove(place.ask, place.repository, id);
}

/** Whether a text is the same public key. */
export function isKey(publicKey: string): (known: string) => boolean {
  return (known) => bareKey(known) === bareKey(publicKey);
}

async function* each<T>({ marks, ask, repository }: Place<T>): AsyncGenerator<Mark> {
  for (let page = 1; page <= mostPages; page += 1) {
    const { items, hasMore } = await marks.list(ask, repository, page);
    yield* items;
    if (!hasMore) return;
  }
  throw new AppError('LIMIT', { what: `What ${repository} has of it goes beyond`, limit: mostPages });
}
