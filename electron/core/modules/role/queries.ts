import type { AssignableRole, RoleComparison, RoleHolders, RoleView } from '#shared/contract/role.ts';
import { isDemanded } from '#shared/model/permissions.ts';
import { type Giver, isAssignable, lockOf } from '../../access/giving/index.ts';
import { mayGive, pathTo } from '../../access/index.ts';
import { type Database, sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { instant } from '../node/index.ts';
import { roleOf, rolesOf, type StoredRole } from './role-rows.ts';

/** The role that newcomers of an organization are offered first, or null. */
const defaultRoleIdOf = (database: Database, organizationId: string): string | null =>
  database.first(sql.selectFrom('organization').select('default_role_id').where('id', '=', organizationId))
    ?.default_role_id ?? null;

/** Members by role, as far as the reader may know of them. */
const holdersByRole = (store: Store, subject: string, organizationId: string): Map<string, number> => {
  const members = store.database.all(
    sql.selectFrom('member').select(['id', 'role_id']).where('organization_id', '=', organizationId),
  );
  const counts = new Map<string, number>();
  for (const { id, role_id } of members) {
    if (store.access.canRead(subject, id)) counts.set(role_id, (counts.get(role_id) ?? 0) + 1);
  }
  return counts;
};

const toView = (
  giver: Giver,
  role: StoredRole,
  told: { holders: Map<string, number>; defaultRoleId: string | null },
): RoleView => {
  const lockedBecause = lockOf(giver, role);
  const { createdAt, permissions, ...fields } = role;
  return {
    ...fields,
    permissions: permissions.filter(isDemanded),
    holders: told.holders.get(role.id) ?? 0,
    isDefault: told.defaultRoleId === role.id,
    isAssignable: isAssignable(giver, role),
    ...(lockedBecause ? { lockedBecause } : {}),
    createdAt: instant(createdAt),
  };
};

const viewsOf = (giver: Giver, organizationId: string, roles: readonly StoredRole[]): RoleView[] => {
  const { store, caller } = giver;
  const holders = holdersByRole(store, caller.subject, organizationId);
  const defaultRoleId = defaultRoleIdOf(store.database, organizationId);
  return roles.map((role) => toView(giver, role, { holders, defaultRoleId }));
};

/** The roles of an organization, the highest first. */
export const roleViews = (giver: Giver, organizationId: string): RoleView[] =>
  viewsOf(giver, organizationId, rolesOf(giver.store.database, organizationId));

/** One role as the caller sees it. */
export const roleView = (giver: Giver, id: string): RoleView => {
  const role = roleOf(giver.store.database, id);
  const [view] = viewsOf(giver, role.organizationId, [role]);
  if (!view) throw new Error(`role ${id} has no view`);
  return view;
};

/** The roles that the caller may hand out, in the organization or on one scope of it; never the Owner's. */
export const assignableRoles = (
  giver: Giver,
  { organizationId, scopeNodeId }: { organizationId: string; scopeNodeId?: string | undefined },
): AssignableRole[] => {
  const { store, caller } = giver;
  if (!mayGive(store.access, caller.subject, organizationId)) return [];
  const defaultRoleId = defaultRoleIdOf(store.database, organizationId);
  return rolesOf(store.database, organizationId)
    .filter((role) => isAssignable(giver, role, scopeNodeId))
    .map(({ id, name, description, level, reach, isBuiltIn }) => ({
      id,
      name,
      description,
      level,
      reach,
      isBuiltIn,
      isDefault: id === defaultRoleId,
    }));
};

/** What one role holds and another does not. */
export const compareRoles = (database: Database, roleId: string, otherRoleId: string): RoleComparison => {
  const [role, other] = [roleOf(database, roleId), roleOf(database, otherRoleId)];
  const summary = ({ id, name, level, reach }: StoredRole) => ({ id, name, level, reach });
  const [here, there] = [new Set(role.permissions), new Set(other.permissions)];
  return {
    role: summary(role),
    other: summary(other),
    onlyHere: role.permissions.filter((each) => !there.has(each)).filter(isDemanded),
    onlyThere: other.permissions.filter((each) => !here.has(each)).filter(isDemanded),
    both: role.permissions.filter((each) => there.has(each)).filter(isDemanded),
  };
};

/** Where a grant holds, as far as the reader may see it. */
const scopeOf = ({ access }: Store, subject: string, nodeId: string | null): string => {
  if (nodeId === null) return 'what its tags name';
  const node = access.node(nodeId);
  return node && access.canSee(subject, nodeId) ? pathTo(node) : 'a place that you may not see';
};

const teamName = ({ access }: Store, subject: string, teamId: string | null): string =>
  access.canRead(subject, teamId ?? '') ? `team ${access.node(teamId ?? '')?.name ?? ''}` : 'a team';

const grantsWith = (store: Store, subject: string, roleId: string): RoleHolders['grants'] => {
  const rows = store.database.all(
    sql
      .selectFrom('access_grant')
      .leftJoin('member', 'member.id', 'access_grant.member_id')
      .leftJoin('account', 'account.id', 'member.account_id')
      .select(['access_grant.id', 'access_grant.node_id', 'access_grant.team_id', 'account.name'])
      .where('access_grant.role_id', '=', roleId),
  );
  return rows
    .filter(({ id }) => store.access.canRead(subject, id))
    .map(({ id, node_id, team_id, name }) => ({
      grantId: id,
      holder: name ?? teamName(store, subject, team_id),
      scope: scopeOf(store, subject, node_id),
    }));
};

const invitationsWith = (store: Store, subject: string, roleId: string): RoleHolders['invitations'] => {
  const own = sql.selectFrom('invitation').select(['id', 'email']).where('role_id', '=', roleId);
  const granted = sql
    .selectFrom('invitation_grant')
    .innerJoin('invitation', 'invitation.id', 'invitation_grant.invitation_id')
    .select(['invitation.id', 'invitation.email'])
    .where('invitation_grant.role_id', '=', roleId);
  return store.database
    .all(own.union(granted))
    .filter(({ id }) => store.access.canRead(subject, id))
    .map(({ id, email }) => ({ invitationId: id, email }));
};

/** By whom and by what a role is used, as far as the reader may know. */
export const holdersOf = (store: Store, subject: string, roleId: string): RoleHolders => {
  const members = store.database.all(
    sql
      .selectFrom('member')
      .innerJoin('account', 'account.id', 'member.account_id')
      .select(['member.id', 'account.name', 'account.email', 'member.suspended_at'])
      .where('member.role_id', '=', roleId)
      .orderBy('account.name'),
  );
  const { organizationId } = roleOf(store.database, roleId);
  return {
    members: members
      .filter(({ id }) => store.access.canRead(subject, id))
      .map(({ id, name, email, suspended_at }) => ({
        memberId: id,
        name,
        email,
        isSuspended: suspended_at !== null,
      })),
    grants: grantsWith(store, subject, roleId),
    invitations: invitationsWith(store, subject, roleId),
    isDefault: defaultRoleIdOf(store.database, organizationId) === roleId,
  };
};
