import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { builtInRoles, type RoleReach } from '#shared/model/roles.ts';
import { bitsOf } from '../bits.ts';
import type { MemberFacts } from '../effective.ts';
import type { Giver } from './giver.ts';
import { beyondObjections } from './held.ts';
import { mayObjections } from './may.ts';
import type { Objection } from './objection.ts';
import { isPeerAdmin, levelObjections, levelOf } from './rank.ts';

const { owner, member } = builtInRoles;

/** A role as far as it decides who may change and give it. */
export interface JudgedRole {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly level: number;
  readonly reach: RoleReach;
  readonly permissions: readonly Permission[];
  readonly isBuiltIn: boolean;
}

type NewRole = Pick<JudgedRole, 'organizationId' | 'level' | 'permissions'>;

/** Objects to a new role that is not below its author's level, or holds what the author lacks (R6). */
export function newRoleObjections(
  giver: Giver,
  { organizationId, level, permissions }: NewRole,
): Objection[] {
  return [
    ...roleLevelObjections(giver, organizationId, level),
    ...authorObjections(giver, organizationId, permissions),
  ];
}

/** All that speaks against an edit of a role: whose it is, its level, and what its holders would gain (R6). */
export function roleEditObjections(giver: Giver, before: JudgedRole, after: JudgedRole): Objection[] {
  const { organizationId, level } = after;
  const found = [
    ...lockObjections(giver, before, 'role.update'),
    ...roleLevelObjections(giver, organizationId, level),
    ...authorObjections(giver, organizationId, gainedBy(before, after)),
  ];
  return found.length > 0 ? found : holderObjections(giver, before.id, after);
}

/** Objects to a replacement that the actor could not give to each of the holders by hand (R2, R4, R6). */
export function replacementObjections(
  giver: Giver,
  role: JudgedRole,
  replacement: JudgedRole,
  /** The tables of the store that name the role. */
  uses: ReadonlySet<string>,
): Objection[] {
  const { organizationId } = role;
  const field = 'replacementRoleId';
  const refuse = (reason: string): Objection[] => [
    { field, error: new AppError('CONFLICT', { field, reason }) },
  ];
  if (replacement.id === role.id) return refuse('must be another role');
  const isForNewcomers = uses.has('identity_provider') && replacement.level > member.level;
  const isHeld = uses.has('member') || uses.has('access_grant');
  // what is only promised so far, such as an invitation, is judged as if it held everywhere
  const isPromised = [...uses].some((table) => table !== 'member' && table !== 'access_grant');
  const found = [
    ...levelObjections(giver, organizationId, replacement.level, field),
    ...(isForNewcomers
      ? refuse(
          `who signs in by a provider gets it, and so it must not be above ${member.name} (level ${member.level})`,
        )
      : []),
    // its holders get another role
    ...(isHeld ? mayObjections(giver, 'member.update', organizationId, field) : []),
    ...(isPromised ? authorObjections(giver, organizationId, gainedBy(role, replacement)) : []),
  ];
  return found.length > 0 ? found : holderObjections(giver, role.id, replacement);
}

/** Objects to touching a built-in role, the actor's own, or one of their level or above. */
export function lockObjections(giver: Giver, role: JudgedRole, permission: Permission): Objection[] {
  const wouldGrant = lockOf(giver, role);
  if (!wouldGrant) return [];
  return [{ field: '', error: new AppError('FORBIDDEN', { permission, nodeId: role.id, wouldGrant }) }];
}

/** Why the actor may not edit or delete the role; undefined where they may. */
export function lockOf(giver: Giver, role: JudgedRole): string | undefined {
  if (role.isBuiltIn)
    return 'Built-in roles are the same in every organization. Duplicate it to change the copy.';
  const { access } = giver.store;
  const held = access.effective(giver.caller.subject, role.organizationId);
  const own = held && access.memberships.member(held.memberId);
  if (own?.roleId === role.id) return 'Nobody changes the role they hold themselves.';
  const level = levelOf(giver, role.organizationId);
  if (role.level < level) return undefined;
  return `It is of level ${role.level} and your own role of ${level}: only somebody above it may change it.`;
}

/**
 * Whether the actor may give the role: as somebody's own one where its level is below theirs and they hold all of it,
 * or on a scope where they hold all of it there. Never the Owner's (R4).
 */
export function isAssignable(giver: Giver, role: JudgedRole, scopeNodeId?: string): boolean {
  const { organizationId, level } = role;
  if (level >= owner.level) return false;
  const { access } = giver.store;
  const holdsAllOn = (nodeId: string): boolean =>
    role.permissions.every((permission) => access.can(giver.caller.subject, permission, nodeId));
  if (scopeNodeId !== undefined) return holdsAllOn(scopeNodeId);
  const own = levelOf(giver, organizationId);
  const isBelow = level < own || isPeerAdmin(giver, organizationId, { own, level });
  return isBelow && (role.reach === 'granted' || holdsAllOn(organizationId));
}

/** Objects to a level that is not below the actor's own. */
function roleLevelObjections(giver: Giver, organizationId: string, level: number): Objection[] {
  const own = levelOf(giver, organizationId);
  if (level < own) return [];
  const reason = `must be below ${own}, the level of your own role`;
  return [{ field: 'level', error: new AppError('CONFLICT', { field: 'level', reason }) }];
}

/** Objects to permissions that the actor does not hold in the whole organization themselves (R6). */
function authorObjections(
  { store: { access }, caller }: Giver,
  organizationId: string,
  permissions: readonly Permission[],
): Objection[] {
  const permission = permissions.find((each) => !access.can(caller.subject, each, organizationId));
  if (!permission) return [];
  const wouldGrant = `A role never holds more than its author: you lack ${permission} in this organization.`;
  const error = new AppError('FORBIDDEN', { permission, nodeId: organizationId, wouldGrant });
  return [{ field: 'permissions', error }];
}

/** What the second role gives and the first did not, to whoever has it next. */
function gainedBy(before: JudgedRole, after: JudgedRole): Permission[] {
  const isWider = before.reach === 'granted' && after.reach === 'organization';
  return after.permissions.filter((permission) => isWider || !before.permissions.includes(permission));
}

/**
 * Objects to what another role in the place of one would give to anybody who has it, by their own role or by a grant,
 * beyond what the actor holds on that node (R6). Suspended members count as if they were back.
 */
function holderObjections(giver: Giver, roleId: string, after: JudgedRole): Objection[] {
  const { access } = giver.store;
  const role: MemberFacts['role'] = { ...after, bits: bitsOf(after.permissions) };
  for (const memberId of access.memberships.membersUnder(roleId)) {
    const facts = access.memberships.factsOf(memberId);
    if (!facts) continue;
    const changed: MemberFacts = {
      ...facts,
      role: facts.role.id === roleId ? role : facts.role,
      grants: facts.grants.map((held) => (held.role.id === roleId ? { ...held, role } : held)),
    };
    const difference = { before: access.whatIf(facts), after: access.whatIf(changed) };
    const found = beyondObjections(giver, facts.member.organizationId, difference);
    if (found.length > 0) return found;
  }
  return [];
}
