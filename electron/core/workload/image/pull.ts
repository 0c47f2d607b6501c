import { AppError, isAppError } from '#shared/model/errors.ts';
import { registryOfImage } from '#shared/model/registry-address.ts';
import { pullImage } from '../../remote/docker/images.ts';
import { isRefusal, withoutPassword } from '../../remote/docker/registry-login.ts';
import type { Attempt } from '../attempt.ts';
import type { ImageRegistry } from './image-registry.ts';
import { createPullProgress } from './pull-progress.ts';

const pullDeadlineMs = 30 * 60_000;

/**
 * Has the server pull an image, signed in where the organization has a registry for it. REMOTE_FAILED where that fails;
 * a refusal says which registry was used or missing, and what to do about it.
 */
export async function pull(run: Attempt, reference: string, platform?: string): Promise<void> {
  const registry = run.registryFor(reference);
  run.enter('pulling', `Pulling ${reference}${registry ? ` by the registry “${registry.name}”` : ''}.`);
  const progress = createPullProgress((lines) => void run.log.write(lines));
  const deadline = AbortSignal.timeout(pullDeadlineMs);
  const signal = AbortSignal.any([run.signal, deadline]);
  const options = { platform, onProgress: progress.note, signal, auth: registry?.login };
  try {
    await run.persist(
      'pulling the image',
      () => run.docker((docker) => pullImage(docker, reference, options), signal),
      signal,
    );
  } catch (error) {
    if (!deadline.aborted) throw inWords(run, reference, { registry, error });
    throw new AppError('REMOTE_FAILED', {
      server: run.serverName,
      action: `Pulling ${reference}`,
      stderr: `It took more than ${pullDeadlineMs / 60_000} minutes and was ended.`,
      cure: 'Look at the network between the server and the registry.',
    });
  } finally {
    progress.end();
  }
}

interface Failure {
  readonly registry: ImageRegistry | null;
  readonly error: unknown;
}

function inWords(run: Attempt, reference: string, { registry, error }: Failure): unknown {
  // what a set-up of the server cures is not about the image
  if (!isAppError(error, 'REMOTE_FAILED') || error.data.curedBy) return error;
  const words = error.data.stderr ?? '';
  const stderr = registry ? withoutPassword(words, registry.login) : words;
  const isRefused = isRefusal(stderr);
  const cure = isRefused
    ? refusalCure(reference, registry)
    : (error.data.cure ?? 'Check its name and tag, and whether the registry can be reached from the server.');
  return new AppError('REMOTE_FAILED', {
    server: run.serverName,
    action: `Getting the image ${reference}`,
    stderr,
    cure,
    curedBy: isRefused ? 'registry' : undefined,
  });
}

/** A registry refuses alike who it does not know, and who may not pull what is there or not. */
function refusalCure(reference: string, registry: ImageRegistry | null): string {
  const address = registryOfImage(reference);
  if (!registry) {
    return `No registry was used. If the image is private, add a registry for ${address} under Connections → Registries; else check its name and tag.`;
  }
  const { name, login } = registry;
  return `The registry “${name}” was used, as ${login.username}. Test it under Connections → Registries, and change its password if it is refused; else check the image’s name, and whether ${login.username} may pull it.`;
}
