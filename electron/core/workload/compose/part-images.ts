import { AppError } from '#shared/model/errors.ts';
import { type ImageDetails, inspectImage } from '../../remote/docker/images.ts';
import type { Attempt } from '../attempt.ts';
import { builtNameOf } from '../image/kept-name.ts';
import { pinnedAs, takeAgain, takeNamed } from '../image/obtain-image.ts';
import type { PartImage } from '../image/pinned-image.ts';
import type { PartSource } from './part-sources.ts';

/** Brings the images that ran earlier to the server once more. REMOTE_FAILED where one is nowhere any more. */
export async function takePartsAgain(attempt: Attempt): Promise<PartImage[]> {
  const parts: PartImage[] = [];
  const found = await inspectAll(
    attempt,
    attempt.keptParts.map(({ id }) => id),
  );
  for (const { part, pinned: exact, ...image } of attempt.keptParts)
    parts.push({ part, ...(await takeAgain(attempt, image, { exact, found: found.get(image.id) ?? null })) });
  return parts;
}

/**
 * Brings the images of parts that are not built to the server, signed in where the organization has a registry for one.
 * What is there is taken as it is, unless the part asks for it anew.
 */
export async function takePartImages(attempt: Attempt, sources: readonly PartSource[]): Promise<PartImage[]> {
  const named = sources.flatMap(({ image, builtBy, ...rest }) =>
    image === undefined || builtBy !== undefined ? [] : [{ ...rest, reference: image }],
  );
  const locals = await inspectAll(
    attempt,
    named.map(({ reference }) => reference),
  );
  const taken = new Map<string, Promise<PartImage>>();
  const parts: PartImage[] = [];
  for (const source of named) {
    const key = JSON.stringify([source.reference, source.platform, source.policy]);
    const image = taken.get(key) ?? take(attempt, source, locals.get(source.reference) ?? null);
    taken.set(key, image);
    parts.push({ ...(await image), part: source.part });
  }
  return parts;
}

/** What was built just now, for each part that is started from it. */
export async function builtPartImages(
  attempt: Attempt,
  sources: readonly PartSource[],
): Promise<PartImage[]> {
  const nameOf = (part: string) => builtNameOf(attempt.ids.service, part);
  const built = sources.flatMap(({ part, image, builtBy }) =>
    builtBy === undefined ? [] : [{ part, reference: image ?? `${part}, built`, name: nameOf(builtBy) }],
  );
  const found = await inspectAll(
    attempt,
    built.map(({ name }) => name),
  );
  return built.map(({ part, reference, name }) => {
    const image = found.get(name);
    if (!image) throw missing(attempt, `the image of ${part}`, 'See in the log what the build said.');
    return { part, reference, id: image.id, digest: image.id, pinned: image.id };
  });
}

interface Named extends Pick<PartSource, 'part' | 'platform' | 'policy'> {
  readonly reference: string;
}

async function take(
  attempt: Attempt,
  { part, reference, platform, policy }: Named,
  found: ImageDetails | null,
): Promise<PartImage> {
  const local = found && (platform === undefined || isOf(found, platform)) ? found : null;
  if (local && policy !== 'always') return { part, ...pinnedAs(reference, local) };
  if (policy === 'never')
    throw missing(
      attempt,
      `the image ${reference}`,
      `Load it there, or take away the pull policy of ${part}.`,
    );
  return { part, ...(await takeNamed(attempt, reference, { local, platform })) };
}

const isOf = ({ os, architecture }: ImageDetails, platform: string): boolean =>
  platform === os || `${platform}/`.startsWith(`${os}/${architecture}/`);

async function inspectAll(
  attempt: Attempt,
  references: readonly string[],
): Promise<ReadonlyMap<string, ImageDetails | null>> {
  const names = [...new Set(references)];
  const found = await attempt.persist('looking for the images', () =>
    attempt.docker((client) => Promise.all(names.map((name) => inspectImage(client, name)))),
  );
  return new Map(names.map((name, index) => [name, found[index] ?? null]));
}

function missing({ serverName: server }: Attempt, what: string, cure: string): AppError {
  return new AppError('REMOTE_FAILED', {
    server,
    action: `Getting ${what}`,
    stderr: 'It is not there.',
    cure,
  });
}
