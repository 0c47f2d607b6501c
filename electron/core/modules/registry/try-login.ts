import type { SshConnection } from '../../remote/ssh/types.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { ServerAccess } from '../server/index.ts';
import { loginOf } from './login.ts';
import { registryRow } from './queries.ts';

/** What testing a registry works with, besides the request. */
export interface RegistryParts {
  readonly servers: Pick<ServerAccess, 'use'>;
}

/**
 * Signs in to a registry from a server, since that is what pulls; nothing of it is kept there. UNREACHABLE where the
 * server is, REMOTE_FAILED with the registry's words where it refuses or cannot be reached from there.
 */
export async function tryLogin(
  context: OperationContext & RegistryParts,
  { registryId, serverId }: { readonly registryId: string; readonly serverId: string },
): Promise<{ server: string; tookMs: number }> {
  const { store, servers } = context;
  const row = registryRow(store, registryId);
  const login = loginOf(store, row);
  context.judgeAgain();
  const signIn = async (connection: SshConnection): Promise<void> => {
    const [{ dockerOver }, { signInToRegistry }] = await Promise.all([
      import('../../remote/docker/client.ts'),
      import('../../remote/docker/registry-login.ts'),
    ]);
    await signInToRegistry(dockerOver(connection), { address: row.address, login }, context.signal);
  };
  const startedAt = performance.now();
  await servers.use(serverId, signIn, context.signal);
  return {
    server: store.access.node(serverId)?.name ?? '',
    tookMs: Math.round(performance.now() - startedAt),
  };
}
