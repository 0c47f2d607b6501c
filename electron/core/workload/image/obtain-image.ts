import type { ServiceSource } from '#shared/contract/application-spec.ts';
import { AppError } from '#shared/model/errors.ts';
import type { DockerClient } from '../../remote/docker/client.ts';
import { type ImageDetails, inspectImage, tagImage } from '../../remote/docker/images.ts';
import type { Attempt, Origin } from '../attempt.ts';
import { type Built, buildImage } from './build-image.ts';
import { leaveBuilt } from './build-server.ts';
import { keptRepositoryOf, keptTagOf, pushedTagOf, repositoryOf } from './kept-name.ts';
import type { KeptImage, PinnedImage } from './pinned-image.ts';
import { pull } from './pull.ts';
import { pushBuilt } from './push-built.ts';
import { sendImage } from './send-image.ts';

/**
 * Gets the image onto the server and answers exactly which one it is; `local` is what the server had of it.
 * Idempotent: one that is kept already is taken as it was.
 */
export async function obtainImage(
  run: Attempt,
  source: ServiceSource,
  local: ImageDetails | null,
): Promise<PinnedImage> {
  const kept = await earlier(run, local);
  if (kept) return kept;
  if (source.type === 'image') return takeNamed(run, source.image, { local });
  const built = await buildImage(run, source);
  if (source.pushTo !== undefined) return throughRegistry(run, source.pushTo, built);
  const { imageId, reference, commit } = built;
  return { pinned: imageId, reference, digest: imageId, id: imageId, commit };
}

/** Puts what was built into a registry, and has the server take it from there: by its digest, as every other one. */
async function throughRegistry(
  run: Attempt,
  repository: string,
  { imageId, commit, on }: Built,
): Promise<PinnedImage> {
  const tag = pushedTagOf(run.ids.service, run.number);
  const digest = await pushBuilt(run, { on, imageId, repository, tag });
  const pinned = `${repository}@${digest}`;
  if (on !== run) {
    await pull(run, pinned);
    await leaveBuilt(run, on, [`${repository}:${tag}`, pinned]);
  }
  const there = await inspect(run, pinned);
  if (!there) throw missing(run.serverName, pinned);
  return { pinned, reference: `${repository}:${tag}`, digest, id: there.id, commit };
}

/** The image of a deployment as its server has it: the exact one that is kept, or the one of a name. */
export function localImage(
  docker: DockerClient,
  kept: KeptImage | null,
  name: string | null,
): Promise<ImageDetails | null> {
  const reference = kept?.id ?? name;
  return reference === null ? Promise.resolve(null) : inspectImage(docker, reference);
}

/**
 * Gives the image a name of ours, and those of a project one each, so that no clean-up on the server takes what a rollback
 * would need.
 */
export async function keepImage(run: Attempt, { id, parts }: PinnedImage): Promise<void> {
  const repository = keptRepositoryOf(run.ids.service);
  const ids = parts ? [...new Set(parts.map((each) => each.id))] : [id];
  const tagOf = (each: string) => keptTagOf(run.number, parts && each);
  await run.docker((docker) =>
    Promise.all(ids.map((each) => tagImage(docker, each, repository, tagOf(each)))),
  );
}

/** An image as one that it is known by, on the server that has it. */
export function pinnedAs(reference: string, image: Pick<ImageDetails, 'id' | 'digests'>): PinnedImage {
  const full = digestIn(reference, image.digests);
  return {
    reference,
    id: image.id,
    digest: full?.slice(full.indexOf('@') + 1) ?? image.id,
    // an image id is never pulled; a digest only where it is missing
    pinned: full ?? image.id,
  };
}

/**
 * Gets the image that a name stands for now. A tag can move, so it is asked for anew; an image that no registry ever had is
 * taken as it is, and so is what the server has where the registry does not answer.
 */
export async function takeNamed(
  run: Attempt,
  reference: string,
  { local, platform }: { readonly local: ImageDetails | null; readonly platform?: string | undefined },
): Promise<PinnedImage> {
  const isPinnedAlready = local !== null && reference.includes('@sha256:');
  if (local && (isPinnedAlready || digestIn(reference, local.digests) === undefined)) {
    if (!isPinnedAlready)
      run.log.say(`${reference} is on the server only, in no registry: it is used as it is.`);
    return pinnedAs(reference, local);
  }
  try {
    await pull(run, reference, platform);
  } catch (error) {
    run.check();
    if (!(error instanceof AppError) || error.code === 'UNREACHABLE') throw error;
    if (!local) throw error;
    run.log.say(`${error.message} The image that the server has is used.`);
    return pinnedAs(reference, local);
  }
  const pulled = await inspect(run, reference);
  if (!pulled) throw missing(run.serverName, reference);
  return pinnedAs(reference, pulled);
}

/** The very image that ran earlier: from the server that has it as `found`, or as `exact` from its registry. */
export async function takeAgain(
  run: Attempt,
  image: KeptImage,
  { exact, found }: { readonly exact: string; readonly found: ImageDetails | null },
): Promise<PinnedImage> {
  const { id, digest, reference } = image;
  const again = (pinned: string): PinnedImage => ({ id, digest, reference, pinned });
  const hasRegistry = exact !== id;
  if (found) return again(hasRegistry && digestIn(reference, found.digests) === exact ? exact : id);
  if (!hasRegistry && run.origin) {
    await takeAlong(run, run.origin, image);
    return again(id);
  }
  if (!hasRegistry) {
    throw new AppError('REMOTE_FAILED', {
      server: run.serverName,
      action: 'Getting the image of the earlier deployment',
      stderr: `${id} was removed from the server and is in no registry.`,
      cure: 'Deploy the same commit or image anew.',
    });
  }
  await pull(run, exact);
  return again(exact);
}

/** Takes an image that is in no registry from the server that the service is moved from. */
async function takeAlong(run: Attempt, origin: Origin, { id, reference }: KeptImage): Promise<void> {
  run.log.say(`${reference} is in no registry: it is sent from ${origin.serverName}, through this host.`);
  await sendImage(run, origin, id);
}

/** The registry's digest of an image under this name, where it has one. */
const digestIn = (reference: string, digests: readonly string[]): string | undefined => {
  const asked = repositoryOf(reference);
  const short = asked.replace(/^(?:docker\.io\/)?(?:library\/)?/, '');
  return digests.find((digest) => digest.startsWith(`${asked}@`) || digest.startsWith(`${short}@`));
};

/** After a pull the image was not there; a pull that fails says itself why. */
const missing = (server: string, reference: string): AppError =>
  new AppError('REMOTE_FAILED', {
    server,
    action: `Getting the image ${reference}`,
    cure: 'Check its name and tag, and whether something on the server removes images.',
  });

const inspect = (run: Attempt, reference: string): Promise<ImageDetails | null> =>
  run.persist('looking for the image', () => run.docker((docker) => inspectImage(docker, reference)));

/** The exact image of an earlier run: from the server, or by its digest from the registry. */
const earlier = async (run: Attempt, found: ImageDetails | null): Promise<PinnedImage | null> => {
  const image = run.kept;
  if (!image) return null;
  const { id, digest, reference } = image;
  const exact = digest === id ? id : `${repositoryOf(reference)}@${digest}`;
  return takeAgain(run, image, { exact, found });
};
