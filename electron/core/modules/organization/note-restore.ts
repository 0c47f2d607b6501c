import { appendAudit, localRecovery } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';

/** Tells every organization's trail that the store was brought back from a backup: what came after it is gone. */
export function noteRestore(store: Store, detail: string): void {
  store.write((tx) => {
    const organizations = tx.database.all(
      sql.selectFrom('node').select(['id', 'name']).where('kind', '=', 'organization'),
    );
    for (const { id, name } of organizations) {
      appendAudit(tx, {
        caller: localRecovery,
        operation: 'organization.restoreStore',
        permission: null,
        organizationId: id,
        nodeId: id,
        nodePath: id,
        nodeName: name,
        outcome: 'allowed',
        changes: [],
        facts: [{ type: 'storeRestored', how: detail }],
      });
    }
  });
}
