import { sql } from '../../store/database.ts';
import type { Store, Transaction } from '../../store/store.ts';

/** Writes down that the domains of a service changed, so that they are taken to its server, whatever happens to the app. */
export function noteChange(tx: Transaction, serviceId: string): void {
  tx.database.run(
    sql
      .insertInto('service_route')
      .values({ service_id: serviceId, wanted: 1, reason: null })
      .onConflict((conflict) =>
        conflict.column('service_id').doUpdateSet((eb) => ({
          wanted: eb('service_route.wanted', '+', 1),
          reason: null,
        })),
      ),
  );
}

/** How many changes of a service's domains there were; 0 where there never was one. */
export function wantedOf({ database }: Store, serviceId: string): number {
  const query = sql.selectFrom('service_route').select('wanted').where('service_id', '=', serviceId);
  return database.first(query)?.wanted ?? 0;
}

/**
 * Writes down how far a service's domains are on its server, and tells those who look at them. A reason beside what was
 * applied says why visitors do not find the service all the same.
 */
export function noteApplied(
  { store, serviceId }: { readonly store: Store; readonly serviceId: string },
  done: { readonly applied: number; readonly reason: string | null } | { readonly reason: string },
): void {
  if (!store.access.node(serviceId)) return;
  store.write((tx) => {
    tx.database.run(sql.updateTable('service_route').set(done).where('service_id', '=', serviceId));
    const rows = tx.database.all(sql.selectFrom('domain').select('id').where('service_id', '=', serviceId));
    for (const { id } of rows) tx.announce({ kind: 'domain', nodeId: id, verb: 'state' });
  });
}

/** The services whose domains are not all on their server, of one server or of all. */
export function unappliedServices({ database }: Store, serverId?: string): string[] {
  const query = sql
    .selectFrom('service_route')
    .innerJoin('service', 'service.id', 'service_route.service_id')
    .select('service.id')
    .whereRef('applied', '<', 'wanted')
    .where('service.current_deployment_id', 'is not', null)
    .where('service.server_id', 'is not', null);
  return database
    .all(serverId === undefined ? query : query.where('service.server_id', '=', serverId))
    .map(({ id }) => id);
}
