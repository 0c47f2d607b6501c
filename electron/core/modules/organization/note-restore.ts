import { basename } from 'node:path';
import { appendAudit, localRecovery } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { restoredKey } from '../../store/restore.ts';
import type { Store } from '../../store/store.ts';
import { addNotice } from './notices.ts';

/**
 * Tells every organization, by its trail and a notice, that the store was brought back from a backup: what came after it
 * is gone. The backup itself says so when it is opened, by whichever host; told once, in one transaction.
 */
export function noteRestore(store: Store): void {
  const backup = markOf(store);
  if (backup === undefined) return;
  const how = `the store was brought back from ${basename(backup)}`;
  store.write((tx) => {
    tx.database.run(sql.deleteFrom('meta').where('key', '=', restoredKey));
    const organizations = tx.database.all(
      sql.selectFrom('node').select(['id', 'name']).where('kind', '=', 'organization'),
    );
    for (const { id, name } of organizations) {
      const place = { organizationId: id, nodeId: id, nodePath: id, nodeName: name };
      const operation = {
        operation: 'organization.restoreStore',
        permission: null,
        outcome: 'allowed',
      } as const;
      const facts = [{ type: 'storeRestored', how } as const];
      appendAudit(tx, { caller: localRecovery, ...operation, ...place, changes: [], facts });
      addNotice(tx, id, `On this host ${how}. What was changed after that backup is gone; look it through.`);
    }
  });
}

function markOf({ database }: Store): string | undefined {
  const row = database.first(sql.selectFrom('meta').select('value').where('key', '=', restoredKey));
  return row && String(row.value);
}
