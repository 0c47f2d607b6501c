import type { GrantRow } from '../../access/index.ts';
import { insertGrant } from '../../access/index.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { pathTo } from './path.ts';
import type { GrantPlan } from './plan.ts';

/** A grant in words, for the audit trail: where, as what, until when. */
export const grantInWords = (
  { access }: Store,
  row: GrantRow,
): { scope: string; role: string; until?: string } => {
  const nameOf = (id: string): string => {
    const node = access.node(id);
    return node ? pathTo(node) : id;
  };
  return {
    scope: row.tagIds ? row.tagIds.map(nameOf).join(' + ') : nameOf(row.nodeId ?? ''),
    role: row.roleId === null ? 'own role' : (access.memberships.role(row.roleId)?.name ?? row.roleId),
    ...(row.endsAt === null ? {} : { until: new Date(row.endsAt).toISOString() }),
  };
};

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
      ...removed.map((row) => ({ field: 'grant', before: grantInWords(store, row), after: null })),
      ...updated.map(({ before, row }) => ({
        field: 'grant',
        before: before ? grantInWords(store, before) : null,
        after: grantInWords(store, row),
      })),
      ...added.map(({ row }) => ({ field: 'grant', before: null, after: grantInWords(store, row) })),
    ],
  });
};
