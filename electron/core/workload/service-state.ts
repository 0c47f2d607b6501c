import type { NodeState } from '#shared/model/nodes.ts';
import { sql } from '../store/database.ts';
import type { Transaction } from '../store/store.ts';

/** Sets the coloured dot of a service where it changed. */
export const setServiceState = (tx: Transaction, serviceId: string, state: NodeState): void => {
  const changed = tx.database.run(
    sql.updateTable('service').set({ state }).where('id', '=', serviceId).where('state', '<>', state),
  );
  if (changed > 0) tx.announce({ kind: 'service', nodeId: serviceId, verb: 'state' });
};
