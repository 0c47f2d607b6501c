import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';

const rows = sql.selectFrom('accepted_finding').selectAll();

/** What was accepted for a service on a server. */
export function acceptances(store: Store, serviceId: string, serverId: string) {
  return store.database.all(rows.where('service_id', '=', serviceId).where('server_id', '=', serverId));
}

/** The ids of what was accepted there; none for a service without a server. */
export function acceptedIds(store: Store, serviceId: string, serverId: string | null): ReadonlySet<string> {
  if (serverId === null) return new Set();
  return new Set(acceptances(store, serviceId, serverId).map(({ finding_id: id }) => id));
}
