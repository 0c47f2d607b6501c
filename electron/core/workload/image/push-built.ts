import { AppError, isAppError } from '#shared/model/errors.ts';
import { dockerOver } from '../../remote/docker/client.ts';
import { removeImage, tagImage } from '../../remote/docker/images.ts';
import { pushImage } from '../../remote/docker/push-image.ts';
import { isRefusal, withoutPassword } from '../../remote/docker/registry-login.ts';
import type { Attempt, BuildServer } from '../attempt.ts';
import type { ImageRegistry } from './image-registry.ts';
import { createPullProgress } from './pull-progress.ts';

const pushDeadlineMs = 30 * 60_000;

/** An image on the server that built it, and what it is to be called in a registry. */
interface Pushed {
  readonly on: BuildServer;
  readonly imageId: string;
  readonly repository: string;
  readonly tag: string;
}

/**
 * Puts an image into a registry, signed in where the organization has one there; answers its digest. Idempotent: layers that
 * the registry has are not sent again. REMOTE_FAILED where it is refused, with what to do about it.
 */
export async function pushBuilt(run: Attempt, { on, imageId, repository, tag }: Pushed): Promise<string> {
  const reference = `${repository}:${tag}`;
  const registry = run.registryFor(reference);
  run.log.say(`Pushing ${reference}${registry ? ` by the registry “${registry.name}”` : ''}.`);
  const progress = createPullProgress((lines) => void run.log.write(lines));
  const deadline = AbortSignal.timeout(pushDeadlineMs);
  const signal = AbortSignal.any([run.signal, deadline]);
  const push = () =>
    on.ssh(async (connection) => {
      const docker = dockerOver(connection);
      await tagImage(docker, imageId, repository, tag);
      const options = { onProgress: progress.note, signal, auth: registry?.login };
      return pushImage(docker, { repository, tag }, options);
    }, signal);
  try {
    return await on.persist('pushing the image', push, signal);
  } catch (error) {
    await removeNames(run, on, [reference]);
    if (!deadline.aborted) throw inWords(error, { on, reference, registry });
    throw new AppError('REMOTE_FAILED', {
      server: on.serverName,
      action: `Pushing ${reference}`,
      stderr: `It took more than ${pushDeadlineMs / 60_000} minutes and was ended.`,
      cure: 'Look at the network between the server and the registry.',
    });
  } finally {
    progress.end();
  }
}

/** Takes names away that an image has in a registry, where that can be done now; else they are but names. */
export async function removeNames(run: Attempt, on: BuildServer, names: readonly string[]): Promise<void> {
  try {
    await on.ssh(async (connection) => {
      for (const name of names) await removeImage(dockerOver(connection), name);
    });
  } catch (error) {
    run.log.note('a name of a pushed image stays', error);
  }
}

function inWords(
  error: unknown,
  { on, reference, registry }: Pick<Pushed, 'on'> & { reference: string; registry: ImageRegistry | null },
): unknown {
  if (!isAppError(error, 'REMOTE_FAILED') || error.data.curedBy) return error;
  const words = error.data.stderr ?? '';
  const stderr = registry ? withoutPassword(words, registry.login) : words;
  const isRefused = isRefusal(stderr);
  return new AppError('REMOTE_FAILED', {
    server: on.serverName,
    action: `Pushing ${reference}`,
    stderr,
    cure: isRefused
      ? refusalCure(registry)
      : (error.data.cure ?? 'Check whether the registry can be reached from the server that builds.'),
    curedBy: isRefused ? 'registry' : undefined,
  });
}

function refusalCure(registry: ImageRegistry | null): string {
  if (!registry) return 'Add the registry with an account that may push, under Connections → Registries.';
  const { name, login } = registry;
  return `The registry “${name}” was used, as ${login.username}: check under Connections → Registries whether that account may push there.`;
}
