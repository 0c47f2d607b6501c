import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { builtInRoles } from '#shared/model/roles.ts';
import { type Actor, levelOf, type MemberFacts, requireHeld } from '../../access/index.ts';
import type { Store } from '../../store/store.ts';
import type { StoredRole } from './role-rows.ts';

/** Refuses permissions that the actor does not hold in the whole organization themselves (R6). */
export const requireHolds = (
  { access }: Store,
  { subject }: Actor,
  organizationId: string,
  permissions: readonly Permission[],
): void => {
  const permission = permissions.find((each) => !access.can(subject, each, organizationId));
  if (!permission) return;
  const wouldGrant = `A role never holds more than its author: you lack ${permission} in this organization.`;
  throw new AppError('FORBIDDEN', { permission, nodeId: organizationId, wouldGrant });
};

/** Refuses a level that is not below the actor's own. */
export const requireLevelBelow = (
  store: Store,
  actor: Actor,
  organizationId: string,
  level: number,
): void => {
  const own = levelOf(store, actor, organizationId);
  if (level < own) return;
  const reason = `must be below ${own}, the level of your own role`;
  throw new AppError('CONFLICT', { field: 'level', reason });
};

/** Why the actor may not edit or delete the role; undefined where they may. */
export const lockOf = (store: Store, actor: Actor, role: StoredRole): string | undefined => {
  if (role.isBuiltIn)
    return 'Built-in roles are the same in every organization. Duplicate it to change the copy.';
  const { access } = store;
  const held = access.effective(actor.subject, role.organizationId);
  const member = held && access.memberships.member(held.memberId);
  if (member?.roleId === role.id) return 'Nobody changes the role they hold themselves.';
  const own = levelOf(store, actor, role.organizationId);
  if (role.level < own) return undefined;
  return `It is of level ${role.level} and your own role of ${own}: only somebody above it may change it.`;
};

/** Refuses to touch a built-in role, the actor's own, or one of their level or above. */
export const requireEditable = (
  store: Store,
  actor: Actor,
  role: StoredRole,
  permission: Permission,
): void => {
  const wouldGrant = lockOf(store, actor, role);
  if (wouldGrant) throw new AppError('FORBIDDEN', { permission, nodeId: role.id, wouldGrant });
};

/**
 * Refuses what a change of a role would give to anybody who has it, by their own role or by a grant, beyond what the
 * actor holds on that node (R6). Suspended members count as if they were back.
 */
export const requireHeldByHolders = (
  store: Store,
  actor: Actor,
  roleId: string,
  after: MemberFacts['role'],
): void => {
  const { memberships } = store.access;
  for (const memberId of memberships.membersUnder(roleId)) {
    const facts = memberships.factsOf(memberId);
    if (!facts) continue;
    const changed: MemberFacts = {
      ...facts,
      role: facts.role.id === roleId ? after : facts.role,
      grants: facts.grants.map((held) => (held.role.id === roleId ? { ...held, role: after } : held)),
    };
    const difference = { before: store.access.whatIf(facts), after: store.access.whatIf(changed) };
    requireHeld(store, actor, facts.member.organizationId, difference);
  }
};

/**
 * Whether the actor may give the role: as somebody's own one where its level is below theirs and they hold all of it,
 * or on a scope where they hold all of it there. Never the Owner's (R4).
 */
export const isAssignable = (store: Store, actor: Actor, role: StoredRole, scopeNodeId?: string): boolean => {
  if (role.isOwner) return false;
  const { access } = store;
  const { subject } = actor;
  const holdsAllOn = (nodeId: string): boolean =>
    role.permissions.every((permission) => access.can(subject, permission, nodeId));
  if (scopeNodeId !== undefined) return holdsAllOn(scopeNodeId);
  const own = levelOf(store, actor, role.organizationId);
  const isBelow = role.level < own || isPeerAdmin(store, role, own);
  return isBelow && (role.reach === 'granted' || holdsAllOn(role.organizationId));
};

const isPeerAdmin = ({ database }: Store, role: StoredRole, own: number): boolean => {
  const { level } = builtInRoles.admin;
  if (own !== level || role.level !== level) return false;
  const row = database.connection
    .prepare('SELECT admins_manage_admins AS allowed FROM organization WHERE id = ?')
    .get(role.organizationId) as { allowed: number } | undefined;
  return row?.allowed === 1;
};
