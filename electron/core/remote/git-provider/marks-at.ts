import * as z from 'zod';
import type { Mark, Marks, ProviderAnswer, ProviderPage } from './provider-api.ts';

/** Where one kind of mark is at a provider, and how it is told there. */
interface Shape<T> {
  /** Of all that a repository has. */
  path(repository: string): string;
  /** Of one page of the list. */
  query(page: number): Readonly<Record<string, string>>;
  read(answer: ProviderAnswer): ProviderPage<Mark>;
  /** What makes one. */
  body(added: T): object;
}

/** Marks as every provider lists, makes and removes them: one path, and one below it for each. */
export function marksAt<T>({ path, query, read, body }: Shape<T>): Marks<T> {
  return {
    async list(ask, repository, page) {
      return read(await ask({ path: path(repository), query: query(page) }));
    },
    async add(ask, repository, added) {
      await ask({ method: 'POST', path: path(repository), body: body(added) });
    },
    async remove(ask, repository, id) {
      await ask({ method: 'DELETE', path: `${path(repository)}/${encodeURIComponent(id)}` });
    },
  };
}

const Keys = z.array(z.object({ id: z.number(), key: z.string() }));
const Hooks = z.array(z.object({ id: z.number(), config: z.object({ url: z.string().optional() }) }));

/** Deploy keys as GitHub, GitLab, Gitea and Bitbucket tell of each. */
export function keysIn(json: unknown): Mark[] {
  return Keys.parse(json).map(({ id, key }) => ({ id: String(id), known: key }));
}

/** Webhooks as GitHub and Gitea tell of each. */
export function hooksIn(json: unknown): Mark[] {
  return Hooks.parse(json).map(({ id, config }) => ({ id: String(id), known: config.url ?? '' }));
}
