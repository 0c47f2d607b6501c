import { builtInRoles } from '#shared/model/roles.ts';
import { sql } from '../../store/database.ts';
import type { Transaction } from '../../store/store.ts';

/**
 * Creates an organization with the built-in roles and its one Owner, inside the caller's transaction.
 * Answers its id.
 */
export const createOrganization = (
  tx: Transaction,
  input: { name: string; description?: string | undefined; ownerAccountId: string },
): string => {
  const id = tx.createNode({ kind: 'organization', parentId: null, name: input.name });
  tx.database.run(
    sql.insertInto('organization').values({ id, description: input.description ?? '', created_at: tx.now }),
  );
  const roleIds = Object.fromEntries(
    Object.entries(builtInRoles).map(([key, role]) => [key, addRole(tx, id, role)]),
  );
  addMember(tx, { organizationId: id, accountId: input.ownerAccountId, roleId: roleIds.owner ?? '' });
  return id;
};

const addRole = (
  tx: Transaction,
  organizationId: string,
  role: (typeof builtInRoles)[keyof typeof builtInRoles],
): string => {
  const { name, level, reach, permissions } = role;
  const id = tx.createNode({ kind: 'role', parentId: organizationId, name });
  tx.database.run(
    sql.insertInto('role').values({ id, level, reach, permissions: JSON.stringify(permissions) }),
  );
  tx.afterCommit((access) => access.setRole({ id, name, reach, permissions }));
  return id;
};

/** Adds an account to an organization with a role of it, inside the caller's transaction. */
export const addMember = (
  tx: Transaction,
  member: { organizationId: string; accountId: string; roleId: string },
): string => {
  const id = tx.createNode({ kind: 'member', parentId: member.organizationId, name: null });
  tx.database.run(
    sql.insertInto('member').values({
      id,
      organization_id: member.organizationId,
      account_id: member.accountId,
      role_id: member.roleId,
      created_at: tx.now,
    }),
  );
  tx.afterCommit((access) => access.setMember({ id, ...member }, []));
  return id;
};
