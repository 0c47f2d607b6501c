import { AppError, isAppError } from '#shared/model/errors.ts';
import type { DockerClient } from './client.ts';
import type { RegistryLogin } from './images.ts';

/** How registries and Docker word statuses 401 and 403; Docker gives no number. */
const refusal =
  /unauthorized|authentication required|no basic auth credentials|(?<!permission )\bdenied\b|forbidden|incorrect username or password/i;

/** Whether the words of a failed pull or sign-in are a registry's refusal, and no fault on the way to it. */
export function isRefusal(words: string): boolean {
  return refusal.test(words);
}

/** The same words without the password, which a registry could send back. */
export function withoutPassword(words: string, { password }: Pick<RegistryLogin, 'password'>): string {
  return words.replaceAll(password, '•••');
}

/** Until the registry answered; Docker itself waits for 15 s. */
const timeoutMs = 30_000;

/**
 * Has a server's Docker sign in to a registry once; neither keeps anything of it. REMOTE_FAILED with the registry's own
 * words, and a cure that tells a refusal from a registry that cannot be reached from there.
 */
export async function signInToRegistry(
  docker: DockerClient,
  { address, login }: { readonly address: string; readonly login: RegistryLogin },
  signal?: AbortSignal,
): Promise<void> {
  const { username, password, server } = login;
  const action = `Signing in to ${address}`;
  const body = { username, password, serveraddress: server };
  try {
    await docker.send({ action, method: 'POST', path: '/auth', body, timeoutMs, signal });
  } catch (error) {
    if (!isAppError(error, 'REMOTE_FAILED')) throw error;
    const stderr = withoutPassword(error.data.stderr ?? '', login);
    const cure = isRefusal(stderr)
      ? `Give the user name and a password or token that ${address} takes.`
      : `Check the address, and whether ${docker.server} reaches ${address}.`;
    throw new AppError('REMOTE_FAILED', { server: docker.server, action, stderr, cure });
  }
}
