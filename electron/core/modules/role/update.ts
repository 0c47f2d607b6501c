import type { RoleView } from '#shared/contract/role.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { RoleReach } from '#shared/model/roles.ts';
import { requireNone, roleEditObjections } from '../../access/giving/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { announceAccess } from '../../seats/index.ts';
import { requireCurrent } from '../node/index.ts';
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
  requireCurrent(before, edit.version);
  context.write((tx) => {
    requireFreeName(tx.database, organizationId, after.name, id);
    const { name, description, level, reach, permissions } = edit;
    const isChanged = tx.change('role', id, { name, description, level, reach, permissions });
    if (isChanged) announceAccess(tx, store.access.memberships.membersUnder(id));
  });
  return roleView(context, id);
};
