import { type BuiltInRole, builtInRoles, type Role } from '#shared/model/roles.ts';
import { addMember } from '../../seats/index.ts';
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
    builtInKeys.map((key) => [key, addRole(tx, id, { ...builtInRoles[key], builtIn: key })]),
  );
  addMember(tx, {
    organizationId: id,
    accountId: input.ownerAccountId,
    roleId: roleIds.owner ?? '',
    isOwner: true,
  });
  return id;
};

const builtInKeys = Object.keys(builtInRoles) as BuiltInRole[];

/** Adds a role to an organization, inside the caller's transaction; answers its id. */
export const addRole = (
  tx: Transaction,
  organizationId: string,
  role: Role & { builtIn: BuiltInRole | null; description?: string },
): string => {
  const { name, level, reach, permissions, builtIn, description = '' } = role;
  const id = tx.createNode({ kind: 'role', parentId: organizationId, name });
  tx.database.run(
    sql.insertInto('role').values({
      id,
      level,
      reach,
      permissions: JSON.stringify(builtIn ? [] : permissions),
      built_in: builtIn,
      description,
      created_at: tx.now,
    }),
  );
  tx.afterCommit((access) => access.setRole({ id, name, level, reach, permissions }));
  return id;
};
