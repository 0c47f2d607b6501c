import { AppError } from '#shared/model/errors.ts';
import { privateHalf } from '../../ssh-keys/index.ts';
import { keyExchangeOf } from '../server/index.ts';
import type { SshKeyContext } from './context.ts';

/**
 * Signs in to a server by an SSH key, whatever the server itself is signed in to by. UNREACHABLE with the reason `auth`
 * where the server refuses the key.
 */
export async function trySshKey(
  context: SshKeyContext,
  { sshKeyId, serverId }: { readonly sshKeyId: string; readonly serverId: string },
): Promise<{ server: string; tookMs: number }> {
  const { store } = context;
  const privateKey = privateHalf(store, sshKeyId);
  context.judgeAgain();
  const server = store.access.node(serverId)?.name ?? '';
  const startedAt = performance.now();
  if (!(await keyExchangeOf(context, serverId).opens(privateKey))) {
    const detail = 'it does not take this key; add the public half to ~/.ssh/authorized_keys there';
    throw new AppError('UNREACHABLE', { server, reason: 'auth', detail });
  }
  return { server, tookMs: Math.round(performance.now() - startedAt) };
}
