import type { ServerProxy } from '#shared/contract/proxy.ts';
import { sql } from '../../store/database.ts';
import type { ProxyContext } from './context.ts';

/** The proxy of a server as it is there now, with what it was told of certificates. */
export async function readProxy(
  { store, servers, signal }: ProxyContext,
  serverId: string,
): Promise<ServerProxy> {
  const { findProxy } = await import('../../workload/index.ts');
  const place = await servers.use(serverId, findProxy, signal);
  const row = store.database.first(sql.selectFrom('proxy').selectAll().where('server_id', '=', serverId));
  return {
    type: place?.type ?? null,
    image: place?.image ?? null,
    isRunning: place?.isRunning ?? false,
    email: row?.email ?? null,
    directory: row?.directory ?? null,
  };
}
