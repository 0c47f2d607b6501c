import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { foldRoleName } from '#shared/model/role-names.ts';
import type { RoleReach } from '#shared/model/roles.ts';
import { roleRow } from '../../access/index.ts';
import { type Database, sql } from '../../store/database.ts';
import { requireRow } from '../node/index.ts';

/** A role as the store has it; what a built-in one holds is said by this version. */
export interface StoredRole {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly description: string;
  readonly level: number;
  readonly reach: RoleReach;
  readonly permissions: readonly Permission[];
  readonly isBuiltIn: boolean;
  /** One more with every edit. */
  readonly version: number;
  readonly createdAt: number;
}

const roles = sql
  .selectFrom('role')
  .innerJoin('node', 'node.id', 'role.id')
  .selectAll('role')
  .select(['node.name', 'node.organization_id']);

type Row = Parameters<typeof roleRow>[0] & {
  organization_id: string;
  description: string;
  version: number;
  created_at: number;
};

const toRole = (row: Row): StoredRole => ({
  ...roleRow(row),
  organizationId: row.organization_id,
  description: row.description,
  isBuiltIn: row.built_in !== null,
  version: row.version,
  createdAt: row.created_at,
});

/** The roles of an organization, the highest first. */
export const rolesOf = (database: Database, organizationId: string): StoredRole[] =>
  database
    .all(roles.where('node.organization_id', '=', organizationId))
    .map(toRole)
    .sort((a, b) => b.level - a.level || a.name.localeCompare(b.name));

/** A role by its id, or NOT_FOUND. */
export const roleOf = (database: Database, id: string): StoredRole =>
  toRole(requireRow(database.first(roles.where('role.id', '=', id)), 'role', id));

/** Refuses a name that another role of the organization has, in whatever case, width or spacing. */
export const requireFreeName = (
  database: Database,
  organizationId: string,
  name: string,
  exceptId?: string,
): void => {
  const folded = foldRoleName(name);
  const taken = rolesOf(database, organizationId).find(
    (role) => role.id !== exceptId && foldRoleName(role.name) === folded,
  );
  if (!taken) return;
  const reason = `there is already a role named “${taken.name}” here; choose another name`;
  throw new AppError('CONFLICT', { field: 'name', reason });
};
