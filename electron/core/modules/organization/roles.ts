import type { BuiltInRole } from '#shared/model/roles.ts';
import { type Database, sql } from '../../store/database.ts';

/** The id of a built-in role of an organization. */
export const builtInRoleId = (database: Database, organizationId: string, key: BuiltInRole): string => {
  const row = database.first(
    sql
      .selectFrom('role')
      .innerJoin('node', 'node.id', 'role.id')
      .select('role.id')
      .where('node.organization_id', '=', organizationId)
      .where('role.built_in', '=', key),
  );
  if (!row) throw new Error(`organization ${organizationId} has no role ${key}`);
  return row.id;
};

/** A member with the name of the account. */
export interface NamedMember {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly isSuspended: boolean;
}

const members = sql
  .selectFrom('member')
  .innerJoin('account', 'account.id', 'member.account_id')
  .select(['member.id', 'member.account_id', 'account.name', 'member.suspended_at']);

type Row = { id: string; account_id: string; name: string; suspended_at: number | null };

const toMember = (row: Row | undefined): NamedMember | undefined =>
  row && { id: row.id, accountId: row.account_id, name: row.name, isSuspended: row.suspended_at !== null };

/** The one Owner of an organization. */
export const ownerOf = (database: Database, organizationId: string): NamedMember => {
  const owner = toMember(
    database.first(
      members.where('member.organization_id', '=', organizationId).where('member.is_owner', '=', 1),
    ),
  );
  if (!owner) throw new Error(`organization ${organizationId} has no Owner`);
  return owner;
};

/** A member of an organization by member id; undefined for one of another organization. */
export const memberById = (database: Database, organizationId: string, id: string): NamedMember | undefined =>
  toMember(
    database.first(members.where('member.organization_id', '=', organizationId).where('member.id', '=', id)),
  );

/** A member of an organization by account. */
export const memberByAccount = (
  database: Database,
  organizationId: string,
  accountId: string,
): NamedMember | undefined =>
  toMember(
    database.first(
      members.where('member.organization_id', '=', organizationId).where('account.id', '=', accountId),
    ),
  );
