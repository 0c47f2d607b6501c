import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { builtInRoles } from '#shared/model/roles.ts';
import { sql } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { beyond, type Difference, differenceOf } from './difference.ts';
import type { Effective, IndexedNode } from './indexed-node.ts';
import { inWords } from './would-grant.ts';

/** Who acts, by the subject that access is decided by: an API key grants no more than it may itself. */
export interface Actor {
  readonly subject: string;
}

/** The refusal of R6. A node that the actor may not see stays unnamed (R15): they only learn what they lack. */
export const notHeld = (
  { access }: Store,
  { subject }: Actor,
  permission: Permission,
  node: IndexedNode,
): AppError => {
  const isSeen = access.canSee(subject, node.id);
  const place = isSeen ? inWords(node) : 'a place that you cannot see';
  return new AppError('FORBIDDEN', {
    permission,
    ...(isSeen ? { nodeId: node.id } : {}),
    wouldGrant: `Nobody gives what they do not hold: you lack ${permission} on ${place}.`,
  });
};

/**
 * Refuses to give anybody a permission that the actor does not hold on the same node (R6). Answers the difference,
 * which is also the preview.
 */
export const requireHeld = (
  store: Store,
  actor: Actor,
  organizationId: string,
  change: { before: Effective | undefined; after: Effective | undefined },
): Difference[] => {
  const { access } = store;
  const organization = access.node(organizationId);
  if (!organization) throw new AppError('NOT_FOUND', { kind: 'organization', id: organizationId });
  const differences = differenceOf(organization, change.before, change.after);
  const missing = beyond(access.effective(actor.subject, organizationId), differences);
  if (missing) throw notHeld(store, actor, missing.permission, missing.node);
  return differences;
};

/** The level of the actor's role in an organization; 0 for one who is no member. */
export const levelOf = ({ access }: Store, { subject }: Actor, organizationId: string): number => {
  const held = access.effective(subject, organizationId);
  const member = held && access.memberships.member(held.memberId);
  return (member && access.memberships.role(member.roleId)?.level) ?? 0;
};

const adminsManageAdmins = ({ database }: Store, organizationId: string): boolean =>
  database.first(
    sql.selectFrom('organization').select('admins_manage_admins').where('id', '=', organizationId),
  )?.admins_manage_admins === 1;

/**
 * Refuses to touch or hand out a role of the actor's own level or above (R2, R7, R10); with the Owner's switch an
 * Admin may demote, remove and invite Admins (R3). Nothing is ever done to the Owner's role.
 */
export const requireOutranks = (store: Store, actor: Actor, organizationId: string, level: number): void => {
  const own = levelOf(store, actor, organizationId);
  const { owner, admin } = builtInRoles;
  const isPeerAdmin =
    own === admin.level && level === admin.level && adminsManageAdmins(store, organizationId);
  if (level < owner.level && (own > level || isPeerAdmin)) return;
  throw new AppError('FORBIDDEN', {
    permission: 'member.update',
    nodeId: organizationId,
    wouldGrant: `That role is of level ${level} and yours of ${own}: only somebody above it may do this.`,
  });
};
