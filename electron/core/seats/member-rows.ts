import type { Permission } from '#shared/model/permissions.ts';
import { isPermission } from '#shared/model/permissions.ts';
import { sql } from '../store/database.ts';
import type { Transaction } from '../store/store.ts';
import { announceAccess } from './announce-access.ts';

/** Somebody who becomes a member. */
export interface NewMember {
  readonly organizationId: string;
  readonly accountId: string;
  readonly roleId: string;
  readonly isOwner?: boolean;
  readonly extras?: readonly Permission[];
}

/** What changes of one member; what is absent stays. */
export interface MemberChange {
  readonly id: string;
  readonly roleId?: string;
  readonly isOwner?: boolean;
  readonly isSuspended?: boolean;
  readonly extras?: readonly Permission[];
}

/** R1: exactly one Owner, who has that role and is not suspended; anything else is a bug and undoes the transaction. */
const requireOneOwner = ({ database }: Transaction, organizationId: string): void => {
  const owners = database.all(
    sql
      .selectFrom('node')
      .innerJoin('role', 'role.id', 'node.id')
      .innerJoin('member', 'member.role_id', 'role.id')
      .select(['member.is_owner', 'member.suspended_at'])
      .where('node.organization_id', '=', organizationId)
      .where('node.kind', '=', 'role')
      .where('role.built_in', '=', 'owner'),
  );
  const marked = database.all(
    sql
      .selectFrom('member')
      .select('id')
      .where('organization_id', '=', organizationId)
      .where('is_owner', '=', 1),
  );
  const [owner] = owners;
  const isRight = owners.length === 1 && owner?.is_owner === 1 && owner.suspended_at === null;
  if (!isRight || marked.length !== 1) {
    throw new Error(`organization ${organizationId} would have ${owners.length} owners`);
  }
};

/** Has the access index follow a member's row after the commit. */
const keepInStep = ({ database, afterCommit }: Transaction, id: string): void => {
  const row = database.first(sql.selectFrom('member').selectAll().where('id', '=', id));
  if (!row) throw new Error(`there is no member ${id}`);
  const extras = database.all(
    sql.selectFrom('member_extra').select('permission').where('member_id', '=', id).orderBy('permission'),
  );
  afterCommit((access) =>
    access.setMember({
      id,
      organizationId: row.organization_id,
      accountId: row.account_id,
      roleId: row.role_id,
      extras: extras.map(({ permission }) => permission).filter(isPermission),
      isSuspended: row.suspended_at !== null,
    }),
  );
};

const setExtras = ({ database }: Transaction, id: string, extras: readonly Permission[]): void => {
  database.run(sql.deleteFrom('member_extra').where('member_id', '=', id));
  for (const permission of new Set(extras)) {
    database.run(sql.insertInto('member_extra').values({ member_id: id, permission }));
  }
};

/** Adds an account to an organization with a role of it, inside the caller's transaction; who may was decided before. */
export const addMember = (tx: Transaction, member: NewMember): string => {
  const { organizationId, accountId, roleId, isOwner = false, extras = [] } = member;
  const id = tx.createNode({ kind: 'member', parentId: organizationId, name: null });
  tx.database.run(
    sql.insertInto('member').values({
      id,
      organization_id: organizationId,
      account_id: accountId,
      role_id: roleId,
      is_owner: isOwner ? 1 : 0,
      created_at: tx.now,
    }),
  );
  setExtras(tx, id, extras);
  requireOneOwner(tx, organizationId);
  keepInStep(tx, id);
  return id;
};

const change = (tx: Transaction, { id, roleId, isOwner, isSuspended, extras }: MemberChange): void => {
  const columns = {
    ...(roleId === undefined ? {} : { role_id: roleId }),
    ...(isOwner === undefined ? {} : { is_owner: isOwner ? (1 as const) : (0 as const) }),
    ...(isSuspended === undefined ? {} : { suspended_at: isSuspended ? tx.now : null }),
  };
  if (Object.keys(columns).length > 0) {
    tx.database.run(sql.updateTable('member').set(columns).where('id', '=', id));
  }
  if (extras) setExtras(tx, id, extras);
  keepInStep(tx, id);
};

/**
 * Changes members of one organization, inside the caller's transaction; a transfer names both its sides. Announces
 * that their access is another.
 */
export const changeMembers = (
  tx: Transaction,
  organizationId: string,
  changes: readonly MemberChange[],
): void => {
  // no two marks at any moment, which the unique index would refuse
  const ordered = changes.toSorted((a, b) => Number(a.isOwner ?? false) - Number(b.isOwner ?? false));
  for (const each of ordered) change(tx, each);
  requireOneOwner(tx, organizationId);
  announceAccess(
    tx,
    changes.map(({ id }) => id),
  );
};

/**
 * Removes a member with their grants, extra permissions, API keys and places in teams, inside the caller's
 * transaction. Their streams end with it; the account stays.
 */
export const removeMember = (tx: Transaction, organizationId: string, id: string): void => {
  tx.removeNode(id);
  requireOneOwner(tx, organizationId);
};
