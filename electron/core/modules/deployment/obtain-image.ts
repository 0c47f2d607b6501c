import { AppError } from '#shared/model/errors.ts';
import type { DockerClient } from '../../remote/docker/client.ts';
import { type ImageDetails, inspectImage, pullImage, tagImage } from '../../remote/docker/images.ts';
import { createPullProgress, keptRepositoryOf, keptTagOf } from '../../workload/index.ts';
import { buildImage } from './build-image.ts';
import type { DeploymentRun } from './deployment-run.ts';

/** An image as it will run: `pinned` is what Swarm gets, by digest or, without a registry, by its own id. */
export interface PinnedImage {
  readonly pinned: string;
  readonly reference: string;
  readonly digest: string;
  readonly id: string;
}

const repositoryOf = (reference: string): string => reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

/** The registry's digest of an image under this name, where it has one. */
const digestIn = (reference: string, digests: readonly string[]): string | undefined => {
  const asked = repositoryOf(reference);
  const short = asked.replace(/^(?:docker\.io\/)?(?:library\/)?/, '');
  return digests.find((digest) => digest.startsWith(`${asked}@`) || digest.startsWith(`${short}@`));
};

const pinned = (reference: string, image: Pick<ImageDetails, 'id' | 'digests'>): PinnedImage => {
  const full = digestIn(reference, image.digests);
  return {
    reference,
    id: image.id,
    digest: full?.slice(full.indexOf('@') + 1) ?? image.id,
    // an image id is never pulled; a digest only where it is missing
    pinned: full ?? image.id,
  };
};

const missing = (server: string, reference: string, cause: unknown): AppError =>
  new AppError(
    'REMOTE_FAILED',
    {
      server,
      action: `Getting the image ${reference}`,
      stderr: cause instanceof AppError && 'stderr' in cause.data ? cause.data.stderr : undefined,
      cure: 'Check its name and tag, whether the registry can be reached from the server, and whether it needs a sign-in.',
    },
    { cause },
  );

const pullDeadlineMs = 30 * 60_000;

const pull = async (run: DeploymentRun, reference: string): Promise<void> => {
  run.enter('pulling', `Pulling ${reference}.`);
  const progress = createPullProgress((lines) => void run.log.write(lines));
  const deadline = AbortSignal.timeout(pullDeadlineMs);
  const signal = AbortSignal.any([run.signal, deadline]);
  const options = { onProgress: progress.note, signal };
  try {
    await run.persist(
      'pulling the image',
      () => run.docker((docker) => pullImage(docker, reference, options), signal),
      signal,
    );
  } catch (error) {
    if (!deadline.aborted) throw error;
    throw new AppError('REMOTE_FAILED', {
      server: run.row.server_name,
      action: `Pulling ${reference}`,
      stderr: `It took more than ${pullDeadlineMs / 60_000} minutes and was ended.`,
      cure: 'Look at the network between the server and the registry.',
    });
  } finally {
    progress.end();
  }
};

const inspect = (run: DeploymentRun, reference: string): Promise<ImageDetails | null> =>
  run.persist('looking for the image', () => run.docker((docker) => inspectImage(docker, reference)));

/** The image of the deployment as its server has it: the exact one of an earlier run, or the one it names. */
export const localImage = async (docker: DockerClient, run: DeploymentRun): Promise<ImageDetails | null> => {
  const { source } = run.spec;
  const reference = run.row.image_id ?? (source.type === 'image' ? source.image : null);
  return reference === null ? null : inspectImage(docker, reference);
};

/** A tag can move, so it is asked for anew; an image that no registry ever had is taken as it is. */
const named = async (
  run: DeploymentRun,
  reference: string,
  local: ImageDetails | null,
): Promise<PinnedImage> => {
  const isPinnedAlready = local !== null && reference.includes('@sha256:');
  if (local && (isPinnedAlready || digestIn(reference, local.digests) === undefined)) {
    if (!isPinnedAlready)
      run.log.say(`${reference} is on the server only, in no registry: it is used as it is.`);
    return pinned(reference, local);
  }
  try {
    await pull(run, reference);
  } catch (error) {
    run.check();
    if (!(error instanceof AppError) || error.code === 'UNREACHABLE') throw error;
    if (!local) throw missing(run.row.server_name, reference, error);
    run.log.say(`${error.message} The image that the server has is used.`);
    return pinned(reference, local);
  }
  const pulled = await inspect(run, reference);
  if (!pulled) throw missing(run.row.server_name, reference, undefined);
  return pinned(reference, pulled);
};

/** The exact image of an earlier run: from the server, or by its digest from the registry. */
const earlier = async (run: DeploymentRun, found: ImageDetails | null): Promise<PinnedImage | null> => {
  const { image_id, image_digest, image_reference } = run.row;
  if (!image_id || !image_digest || !image_reference) return null;
  const hasRegistry = image_digest !== image_id;
  const exact = hasRegistry ? `${repositoryOf(image_reference)}@${image_digest}` : image_id;
  const image = { reference: image_reference, digest: image_digest, id: image_id };
  if (found && !hasRegistry) return { ...image, pinned: image_id };
  if (found && digestIn(image_reference, found.digests) === exact) return { ...image, pinned: exact };
  if (found) return { ...image, pinned: image_id };
  if (!hasRegistry) {
    throw new AppError('REMOTE_FAILED', {
      server: run.row.server_name,
      action: 'Getting the image of the earlier deployment',
      stderr: `${image_id} was removed from the server and is in no registry.`,
      cure: 'Deploy the same commit or image anew.',
    });
  }
  await pull(run, exact);
  return { ...image, pinned: exact };
};

/**
 * Gets the image onto the server and answers exactly which one it is. `local` is what the server had of it;
 * what was built is written down here, what has a name with the next transition. Idempotent.
 */
export const obtainImage = async (run: DeploymentRun, local: ImageDetails | null): Promise<PinnedImage> => {
  const kept = await earlier(run, local);
  if (kept) return kept;
  const { source } = run.spec;
  if (source.type === 'image') return named(run, source.image, local);
  const { imageId, reference, commit } = await buildImage(run, source);
  run.patch({ image_reference: reference, image_digest: imageId, image_id: imageId, commit_hash: commit });
  return { pinned: imageId, reference, digest: imageId, id: imageId };
};

/** Gives the image a name of ours, so that no clean-up on the server takes what a rollback would need. */
export const keepImage = (run: DeploymentRun, image: PinnedImage): Promise<void> =>
  run.docker((docker) =>
    tagImage(docker, image.id, keptRepositoryOf(run.service.id), keptTagOf(run.row.number)),
  );
