import type { GrantFact } from '#shared/model/facts.ts';
import type { GrantPlan } from '../../access/giving/index.ts';
import { type GrantRow, insertGrant } from '../../access/index.ts';
import { type AuditedTransaction, named, type OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';

/** A grant as the audit trail says it: where, as what, until when. */
export const grantFact = (store: Store, row: GrantRow): GrantFact => ({
  scope: (row.tagIds ?? [row.nodeId ?? '']).map((id) => named(store, id)),
  role: row.roleId === null ? null : named(store, row.roleId),
  ...(row.endsAt === null ? {} : { until: new Date(row.endsAt).toISOString() }),
});

/** Writes a judged plan, with what was and what is for the audit trail, inside the caller's transaction. */
export const applyGrants = (
  { store, caller }: OperationContext,
  tx: AuditedTransaction,
  organizationId: string,
  { added, updated, removed }: GrantPlan,
): void => {
  for (const { id } of removed) tx.removeNode(id);
  for (const { row } of updated) {
    const { id, roleId, endsAt } = row;
    tx.database.run(
      sql.updateTable('access_grant').set({ role_id: roleId, ends_at: endsAt }).where('id', '=', id),
    );
    tx.afterCommit((access) => access.setGrant(row));
    tx.announce({ kind: 'grant', nodeId: id, verb: 'updated' });
  }
  const createdBy = caller.accountId;
  for (const { row } of added) insertGrant(tx, { ...row, organizationId, createdBy });
  tx.audit({
    changes: [
      ...removed.map((row) => ({ field: 'grant', was: grantFact(store, row), is: null })),
      ...updated.map(({ before, row }) => ({
        field: 'grant',
        was: before ? grantFact(store, before) : null,
        is: grantFact(store, row),
      })),
      ...added.map(({ row }) => ({ field: 'grant', was: null, is: grantFact(store, row) })),
    ],
  });
};
