import { sql } from '../store/database.ts';
import type { Transaction } from '../store/store.ts';
import type { GrantRow } from './rows.ts';

/** Gives a grant, inside the caller's transaction; who may give it was decided before. Answers its id. */
export const insertGrant = (
  tx: Transaction,
  grant: Omit<GrantRow, 'id'> & { organizationId: string; createdBy: string | null },
): string => {
  const { organizationId, createdBy, ...row } = grant;
  const id = tx.createNode({ kind: 'grant', parentId: organizationId, name: null });
  tx.database.run(
    sql.insertInto('access_grant').values({
      id,
      member_id: row.memberId,
      team_id: row.teamId,
      node_id: row.nodeId,
      tag_filter: row.tagIds && JSON.stringify(row.tagIds),
      role_id: row.roleId,
      ends_at: row.endsAt,
      created_by: createdBy,
      created_at: tx.now,
    }),
  );
  tx.afterCommit((access) => access.setGrant({ ...row, id }));
  return id;
};
