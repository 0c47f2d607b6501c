import type { NodeState } from '#shared/model/nodes.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import type { Seen } from '../runtime/sight.ts';
import { setServiceState } from '../service-state.ts';

/** Writes what was seen of a service on its server where it changed; a service that is being deployed says so. */
export const rememberSeen = (
  parts: { readonly store: Store; readonly isBusy: (serviceId: string) => boolean },
  { serviceId, serverId }: { readonly serviceId: string; readonly serverId: string },
  seen: Seen,
  at: number,
): void => {
  const { store, isBusy } = parts;
  const row = store.database.first(
    sql
      .selectFrom('service')
      .select(['runtime', 'state', 'seen_at', 'server_id'])
      .where('id', '=', serviceId),
  );
  // while it moves there are two of it
  if (row?.server_id !== serverId) return;
  const runtime = JSON.stringify(seen);
  const state: NodeState = isBusy(serviceId) ? 'deploying' : seen.state;
  if (row.runtime === runtime && row.state === state) return;
  store.write((tx) => {
    tx.database.run(sql.updateTable('service').set({ runtime, seen_at: at }).where('id', '=', serviceId));
    if (row.state === state) tx.announce({ kind: 'service', nodeId: serviceId, verb: 'state' });
    else setServiceState(tx, serviceId, state);
  });
};

/**
 * Notes when a server was last watched: while its events arrive everything known of its services is true,
 * however long ago it last changed.
 */
export const rememberWatched = (store: Store, serverId: string, at: number): void => {
  store.database.run(
    sql
      .updateTable('service')
      .set({ seen_at: at })
      .where('server_id', '=', serverId)
      .where('runtime', 'is not', null),
  );
};
