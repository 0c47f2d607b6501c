import { sql } from '../../store/database.ts';
import type { Store, Transaction } from '../../store/store.ts';
import type { ProxyParts } from './context.ts';

/** What is kept of the proxy that a server was given last. */
export interface KeptProxy {
  readonly type: 'traefik' | 'caddy';
  readonly image: string | null;
  readonly email: string | null;
  readonly directory: string | null;
  readonly roots: string | null;
}

type PutParts = ProxyParts & { readonly store: Store };

/**
 * Makes a server have a proxy, while nobody else changes what it leads to. Where it is refused, the one before, which begins
 * anew then, is told its domains again.
 */
export async function putOnServer(parts: PutParts, serverId: string, kept: KeptProxy): Promise<void> {
  const { servers, routing, store } = parts;
  const { installProxy } = await import('../../workload/index.ts');
  const { type, image, email, directory, roots } = kept;
  try {
    await routing.exclusively(serverId, () =>
      servers.use(serverId, (connection) =>
        installProxy(connection, { type, image: image ?? undefined, acme: { email, directory, roots } }),
      ),
    );
  } catch (error) {
    await routeAll(parts, store, serverId);
    throw error;
  }
}

/** Writes down which proxy a server has. */
export function keepProxy(tx: Transaction, serverId: string, kept: KeptProxy): void {
  tx.database.run(
    sql
      .insertInto('proxy')
      .values({ server_id: serverId, ...kept })
      .onConflict((conflict) => conflict.column('server_id').doUpdateSet(kept)),
  );
}

/** Takes the domains of all services of a server to its proxy; what is refused is tried again, as ever. */
export async function routeAll(
  { routing }: Pick<ProxyParts, 'routing'>,
  { database }: Store,
  serverId: string,
): Promise<void> {
  const rows = database.all(
    sql
      .selectFrom('service')
      .innerJoin('service_route', 'service_route.service_id', 'service.id')
      .select('service.id')
      .where('service.server_id', '=', serverId),
  );
  await Promise.allSettled(rows.map(({ id }) => routing.apply(id)));
}

/**
 * What a set-up does of it: one that the server had before, whose container is gone, comes back with what it was told of
 * certificates, where it is of the type that is asked for.
 */
export const putForSetup =
  (parts: PutParts) =>
  async (wanted: Pick<KeptProxy, 'type' | 'image'> & { readonly serverId: string }): Promise<void> => {
    const { serverId, type, image } = wanted;
    const { store } = parts;
    const known = sql.selectFrom('proxy').select(['type', 'image', 'email', 'directory', 'roots']);
    const before = store.database.first(known.where('server_id', '=', serverId));
    const nothing = { image: null, email: null, directory: null, roots: null };
    const told = before?.type === type ? before : nothing;
    const kept = { ...told, type, image: image ?? told.image };
    await putOnServer(parts, serverId, kept);
    store.write((tx) => {
      if (tx.database.first(sql.selectFrom('server').select('id').where('id', '=', serverId)))
        keepProxy(tx, serverId, kept);
    });
    await routeAll(parts, store, serverId);
  };
