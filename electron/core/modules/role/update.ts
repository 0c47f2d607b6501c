import type { RoleView } from '#shared/contract/role.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { RoleReach } from '#shared/model/roles.ts';
import { requireNone, roleEditObjections } from '../../access/giving/index.ts';
import type { RoleRow } from '../../access/index.ts';
import type { AuditChange, AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { changeName, changesBetween } from '../node/index.ts';
import { roleView } from './queries.ts';
import { requireFreeName, roleOf, type StoredRole } from './role-rows.ts';

interface RoleEdit {
  readonly roleId: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly level?: number | undefined;
  readonly reach?: RoleReach | undefined;
  readonly permissions?: readonly Permission[] | undefined;
  readonly version?: number | undefined;
}

const edited = (before: StoredRole, edit: RoleEdit): StoredRole => ({
  ...before,
  name: edit.name ?? before.name,
  description: edit.description ?? before.description,
  level: edit.level ?? before.level,
  reach: edit.reach ?? before.reach,
  permissions: edit.permissions ? [...new Set(edit.permissions)] : before.permissions,
});

const isSameSet = (a: readonly Permission[], b: readonly Permission[]): boolean =>
  a.length === b.length && a.every((each) => b.includes(each));

const auditOf = (before: StoredRole, after: StoredRole): AuditChange[] => {
  const { name, description, level, reach } = after;
  const fields = changesBetween(before, { name, description, level, reach });
  const lists = { field: 'permissions', before: before.permissions, after: after.permissions };
  return isSameSet(before.permissions, after.permissions) ? fields : [...fields, lists];
};

/** Refuses an edit that was made of an older version, so that nobody's is overwritten unseen. */
const requireCurrent = ({ version: current }: StoredRole, { version }: RoleEdit): void => {
  if (version === undefined || version === current) return;
  const reason = `somebody saved version ${current} since you opened ${version}; look at it and save again`;
  throw new AppError('CONFLICT', { field: 'version', reason });
};

const save = (tx: AuditedTransaction, before: StoredRole, after: StoredRole, holders: string[]): void => {
  const changes = auditOf(before, after);
  tx.audit({ changes });
  if (changes.length === 0) return;
  const { id, name, level, reach, permissions, description } = after;
  changeName(tx, before, name);
  const stored = JSON.stringify(permissions);
  const values = { level, reach, description, permissions: stored, version: before.version + 1 };
  tx.database.run(sql.updateTable('role').set(values).where('id', '=', id));
  const row: RoleRow = { id, name, level, reach, permissions };
  tx.afterCommit((access) => access.setRole(row));
  tx.announce({ kind: 'role', nodeId: id, verb: 'updated' });
  for (const nodeId of holders) tx.announce({ kind: 'access', nodeId, verb: 'updated' });
};

/**
 * Changes a custom role for everybody who has it: their next call is decided by it, and streams that it no longer
 * allows end at once. Judged by what each holder would gain (R6).
 */
export const updateRole = (context: OperationContext, edit: RoleEdit): RoleView => {
  const { store } = context;
  const before = roleOf(store.database, edit.roleId);
  const after = edited(before, edit);
  const { organizationId, id } = after;
  requireNone(roleEditObjections(context, before, after));
  requireCurrent(before, edit);
  context.write((tx) => {
    requireFreeName(tx.database, organizationId, after.name, id);
    save(tx, before, after, store.access.memberships.membersUnder(id));
  });
  return roleView(context, id);
};
