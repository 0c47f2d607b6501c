import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { builtInRoles } from '#shared/model/roles.ts';
import {
  type Actor,
  bitsOf,
  heldAt,
  type IndexedNode,
  levelOf,
  type MemberFacts,
  notHeld,
  type PermissionBits,
  permissionsOf,
  requireHeld,
  requireOutranks,
  without,
} from '../../access/index.ts';
import type { Store } from '../../store/store.ts';
import { comparable } from './facts.ts';

const { owner } = builtInRoles;

const refused = (permission: Permission, nodeId: string, wouldGrant: string): AppError =>
  new AppError('FORBIDDEN', { permission, nodeId, wouldGrant });

/**
 * Refuses to touch the access of oneself, of the Owner, and of whoever is of the actor's level or above it (R3
 * aside): nobody promotes themselves, by whatever way.
 */
export const requireMayChange = (
  store: Store,
  actor: Actor,
  memberId: string,
  permission: Permission = 'member.update',
): void => {
  const { access } = store;
  const member = access.memberships.member(memberId);
  if (!member) throw new AppError('NOT_FOUND', { kind: 'member', id: memberId });
  if (access.effective(actor.subject, member.organizationId)?.memberId === memberId) {
    throw refused(permission, memberId, 'Nobody changes their own access: ask somebody above you.');
  }
  const level = access.memberships.role(member.roleId)?.level ?? owner.level;
  if (level >= owner.level) {
    throw refused(permission, memberId, 'The Owner holds everything, and stays so until a transfer.');
  }
  requireOutranks(store, actor, member.organizationId, level);
};

/** Refuses the Owner's role, whatever asks for it: ownership moves only by transfer (R4). */
export const requireNotOwnerRole = ({ access }: Store, roleId: string): void => {
  const role = access.memberships.role(roleId);
  if (!role) throw new AppError('NOT_FOUND', { kind: 'role', id: roleId });
  if (role.level < owner.level) return;
  const wouldGrant = 'The role Owner is never handed out: ownership moves only by a transfer.';
  throw refused('organization.transfer', roleId, wouldGrant);
};

/** Refuses to promote to the actor's own level or above; the Owner's switch (R3) lets Admins be demoted, not made. */
export const requireAbove = (store: Store, actor: Actor, organizationId: string, roleId: string): void => {
  requireNotOwnerRole(store, roleId);
  const level = store.access.memberships.role(roleId)?.level ?? owner.level;
  const own = levelOf(store, actor, organizationId);
  if (own > level) return;
  const wouldGrant = `That role is of level ${level} and yours of ${own}: only somebody above it gives it.`;
  throw refused('member.update', organizationId, wouldGrant);
};

/** Refuses to give on a node what the actor does not hold there, even to somebody who has it already (R6). */
export const requireHolds = (store: Store, actor: Actor, node: IndexedNode, bits: PermissionBits): void => {
  const held = store.access.effective(actor.subject, node.organizationId);
  const [permission] = permissionsOf(held ? without(bits, heldAt(held, node)) : bits);
  if (permission) throw notHeld(store, actor, permission, node);
};

/** The same for single permissions of the whole organization. */
export const requireHoldsEverywhere = (
  store: Store,
  actor: Actor,
  organizationId: string,
  permissions: readonly Permission[],
): void => {
  const organization = store.access.node(organizationId);
  if (!organization) throw new AppError('NOT_FOUND', { kind: 'organization', id: organizationId });
  requireHolds(store, actor, organization, bitsOf(permissions));
};

/** Refuses a change by which the member would have what the actor does not hold there (R6); see `comparable`. */
export const requireGives = (store: Store, actor: Actor, before: MemberFacts, after: MemberFacts): void => {
  const sides = comparable(before, after);
  requireHeld(store, actor, after.member.organizationId, {
    before: store.access.whatIf(sides.before),
    after: store.access.whatIf(sides.after),
  });
};
