import type { RoleView } from '#shared/contract/role.ts';
import type { Fact } from '#shared/model/facts.ts';
import { isDemanded, type Permission } from '#shared/model/permissions.ts';
import { highestCustomLevel, isForCustomRoles, type RoleReach } from '#shared/model/roles.ts';
import { levelOf, newRoleObjections, requireNone } from '../../access/giving/index.ts';
import { named, type OperationContext } from '../../rpc/index.ts';
import { addRole } from '../organization/index.ts';
import { roleView } from './queries.ts';
import { requireFreeName, roleOf } from './role-rows.ts';

interface NewRole {
  readonly organizationId: string;
  readonly name: string;
  readonly description: string;
  readonly level: number;
  readonly reach: RoleReach;
  readonly permissions: readonly Permission[];
}

/** Creates a custom role: below the author's level, and with nothing that the author lacks (R6). */
export const createRole = (
  context: OperationContext,
  input: NewRole,
  fact: Fact = { type: 'created' },
): RoleView => {
  const { organizationId, name } = input;
  const permissions = [...new Set(input.permissions)];
  requireNone(newRoleObjections(context, { ...input, permissions }));
  const id = context.write((tx) => {
    requireFreeName(tx.database, organizationId, name);
    const created = addRole(tx, organizationId, { ...input, permissions, builtIn: null });
    const { level, reach } = input;
    tx.audit({
      nodeId: created,
      fact,
      changes: Object.entries({ level, reach, permissions }).map(([field, after]) => ({ field, after })),
    });
    return created;
  });
  return roleView(context, id);
};

/** Copies a role as a custom one below the author's level, without what no custom role may hold. */
export const duplicateRole = (
  context: OperationContext,
  { roleId, name }: { roleId: string; name: string },
): RoleView => {
  const { store } = context;
  const source = roleOf(store.database, roleId);
  const { organizationId, description, reach } = source;
  const own = levelOf(context, organizationId);
  const level = Math.min(source.level, own - 1, highestCustomLevel);
  const permissions = source.permissions.filter(isForCustomRoles).filter(isDemanded);
  const copy = { organizationId, name, description, level, reach, permissions };
  return createRole(context, copy, { type: 'copiedFrom', from: named(store, roleId) });
};
