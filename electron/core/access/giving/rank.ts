import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { builtInRoles } from '#shared/model/roles.ts';
import { sql } from '../../store/database.ts';
import type { Giver } from './giver.ts';
import type { Objection } from './objection.ts';

const { owner, admin } = builtInRoles;

/**
 * Objects to whatever touches the access of oneself, of the Owner, and of somebody of the actor's level or above it
 * (R2, R3, R10): nobody promotes themselves, by whatever way.
 */
export function memberObjections(
  giver: Giver,
  memberId: string,
  { permission = 'member.update', field = '' }: { permission?: Permission; field?: string } = {},
): Objection[] {
  const { access } = giver.store;
  const member = access.memberships.member(memberId);
  if (!member) return [{ field, error: new AppError('NOT_FOUND', { kind: 'member', id: memberId }) }];
  if (access.effective(giver.caller.subject, member.organizationId)?.memberId === memberId) {
    const wouldGrant = 'Nobody changes their own access: ask somebody above you.';
    return [refused(field, permission, memberId, wouldGrant)];
  }
  const level = access.memberships.role(member.roleId)?.level ?? owner.level;
  if (level >= owner.level) {
    const wouldGrant = 'The Owner holds everything, and stays so until a transfer.';
    return [refused(field, permission, memberId, wouldGrant)];
  }
  return levelObjections(giver, member.organizationId, level, field);
}

/**
 * Objects to touching or handing out a role of the actor's own level or above (R2, R7, R10); with the Owner's switch
 * an Admin may demote, remove and invite Admins (R3). Nothing is ever done to the Owner's role.
 */
export function levelObjections(
  giver: Giver,
  organizationId: string,
  level: number,
  field = '',
): Objection[] {
  const own = levelOf(giver, organizationId);
  const isBelow = own > level || isPeerAdmin(giver, organizationId, { own, level });
  if (level < owner.level && isBelow) return [];
  const wouldGrant = `That role is of level ${level} and yours of ${own}: only somebody above it may do this.`;
  return [refused(field, 'member.update', organizationId, wouldGrant)];
}

/** Objects to the Owner's role, whatever asks for it: ownership moves only by transfer (R4). */
export function ownerRoleObjections({ store }: Giver, roleId: string, field = ''): Objection[] {
  const role = store.access.memberships.role(roleId);
  if (!role) return [{ field, error: new AppError('NOT_FOUND', { kind: 'role', id: roleId }) }];
  if (role.level < owner.level) return [];
  const wouldGrant = 'The role Owner is never handed out: ownership moves only by a transfer.';
  return [refused(field, 'organization.transfer', roleId, wouldGrant)];
}

/** Objects to promoting to the actor's own level or above; the Owner's switch (R3) lets Admins be demoted, not made. */
export function promotionObjections(giver: Giver, organizationId: string, roleId: string): Objection[] {
  const ofOwner = ownerRoleObjections(giver, roleId, 'roleId');
  if (ofOwner.length > 0) return ofOwner;
  const level = giver.store.access.memberships.role(roleId)?.level ?? owner.level;
  const own = levelOf(giver, organizationId);
  if (own > level) return [];
  const wouldGrant = `That role is of level ${level} and yours of ${own}: only somebody above it gives it.`;
  return [refused('roleId', 'member.update', organizationId, wouldGrant)];
}

/** The level of the actor's role in an organization; 0 for one who is no member. */
export function levelOf({ store: { access }, caller }: Giver, organizationId: string): number {
  const held = access.effective(caller.subject, organizationId);
  const member = held && access.memberships.member(held.memberId);
  return (member && access.memberships.role(member.roleId)?.level) ?? 0;
}

/** Whether the Owner's switch lets an Admin act on Admins here (R3), of whom one is the actor. */
export function isPeerAdmin(
  { store: { database } }: Giver,
  organizationId: string,
  { own, level }: { own: number; level: number },
): boolean {
  if (own !== admin.level || level !== admin.level) return false;
  const policy = sql
    .selectFrom('organization')
    .select('admins_manage_admins')
    .where('id', '=', organizationId);
  return database.first(policy)?.admins_manage_admins === 1;
}

function refused(field: string, permission: Permission, nodeId: string, wouldGrant: string): Objection {
  return { field, error: new AppError('FORBIDDEN', { permission, nodeId, wouldGrant }) };
}
