import type { ServerProxy } from '#shared/contract/proxy.ts';
import { sql } from '../../store/database.ts';
import type { ProxyContext } from './context.ts';
import { keepProxy, putOnServer, routeAll } from './put.ts';
import { readProxy } from './read.ts';

interface Wanted {
  readonly serverId: string;
  readonly type: 'traefik' | 'caddy';
  readonly image?: string | undefined;
  readonly email?: string | undefined;
  readonly directory?: string | undefined;
  readonly roots?: string | undefined;
}

/** Makes a server have a proxy, and takes the domains of all its services to it. */
export async function installServerProxy(context: ProxyContext, wanted: Wanted): Promise<ServerProxy> {
  const { serverId, type } = wanted;
  const { image = null, email = null, directory = null } = wanted;
  const { roots = knownRoots(context, serverId, directory) } = wanted;
  const kept = { type, image, email, directory, roots };
  context.judgeAgain();
  await putOnServer(context, serverId, kept);
  context.write((tx) => {
    keepProxy(tx, serverId, kept);
    const changes = Object.entries({ type, image, email, directory }).map(([field, after]) => ({
      field: `proxy ${field}`,
      after,
    }));
    tx.audit({ changes });
  });
  await routeAll(context, context.store, serverId);
  return readProxy(context, serverId);
}

/** Whoever installs again sees the directory of a private authority, and not the certificates by which it is trusted. */
function knownRoots({ store }: ProxyContext, serverId: string, directory: string | null): string | null {
  if (directory === null) return null;
  const known = sql.selectFrom('proxy').select(['directory', 'roots']).where('server_id', '=', serverId);
  const row = store.database.first(known);
  return row?.directory === directory ? row.roots : null;
}
