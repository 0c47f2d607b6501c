import { appendAudit, placeInStore } from '../../rpc/audit.ts';
import type { Store } from '../../store/store.ts';
import { byTheOperator } from './by-the-operator.ts';
import { type FirstRun, firstRun } from './first-run.ts';

/** Sets an empty store up by the word of whoever starts the host (`--owner`), who is nobody's account. */
export function foundStore(store: Store, owner: FirstRun): void {
  store.write((tx) => {
    const { organizationId } = firstRun(tx, owner);
    const place = placeInStore(tx.database, organizationId);
    appendAudit(tx, {
      caller: byTheOperator,
      operation: 'session.firstRun',
      permission: null,
      organizationId,
      nodeId: organizationId,
      nodePath: organizationId,
      nodeName: place?.name ?? owner.organizationName,
      outcome: 'allowed',
      changes: [{ field: 'owner', after: owner.email }],
      facts: [{ type: 'founded', name: owner.name }],
    });
  });
}
