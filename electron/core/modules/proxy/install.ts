import type { ServerProxy } from '#shared/contract/proxy.ts';
import { sql } from '../../store/database.ts';
import type { ProxyContext } from './context.ts';
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
  const { servers, routing } = context;
  const { serverId, type } = wanted;
  const { image = null, email = null, directory = null } = wanted;
  const { roots = knownRoots(context, serverId, directory) } = wanted;
  const { installProxy } = await import('../../workload/index.ts');
  context.judgeAgain();
  await routing.exclusively(serverId, () =>
    servers.use(serverId, (connection) =>
      installProxy(connection, { type, image: image ?? undefined, acme: { email, directory, roots } }),
    ),
  );
  const row = { type, image, email, directory, roots };
  const services = context.write((tx) => {
    tx.database.run(
      sql
        .insertInto('proxy')
        .values({ server_id: serverId, ...row })
        .onConflict((conflict) => conflict.column('server_id').doUpdateSet(row)),
    );
    const changes = Object.entries({ type, image, email, directory }).map(([field, after]) => ({
      field: `proxy ${field}`,
      after,
    }));
    tx.audit({ changes });
    return routedServices(context, serverId);
  });
  await Promise.allSettled(services.map((id) => routing.apply(id)));
  return readProxy(context, serverId);
}

/** Whoever installs again sees the directory of a private authority, and not the certificates by which it is trusted. */
function knownRoots({ store }: ProxyContext, serverId: string, directory: string | null): string | null {
  if (directory === null) return null;
  const known = sql.selectFrom('proxy').select(['directory', 'roots']).where('server_id', '=', serverId);
  const row = store.database.first(known);
  return row?.directory === directory ? row.roots : null;
}

const routedServices = ({ store: { database } }: ProxyContext, serverId: string): string[] =>
  database
    .all(
      sql
        .selectFrom('service')
        .innerJoin('service_route', 'service_route.service_id', 'service.id')
        .select('service.id')
        .where('service.server_id', '=', serverId),
    )
    .map(({ id }) => id);
