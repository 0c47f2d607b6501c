import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { builtInRoles } from '#shared/model/roles.ts';
import { requireRow } from '../../store/require-row.ts';
import type { Store } from '../../store/store.ts';
import { bitsOf } from '../bits.ts';
import type { MemberFacts } from '../effective.ts';
import type { GrantRow } from '../rows.ts';
import { anywhere } from './facts.ts';
import type { Giver } from './giver.ts';
import { beyondObjections } from './held.ts';
import type { Objection } from './objection.ts';
import { levelObjections, ownerRoleObjections } from './rank.ts';

/** A grant that is offered: a grant that nobody has yet. */
export type OfferedGrant = Pick<GrantRow, 'nodeId' | 'tagIds' | 'roleId' | 'endsAt'>;

/** What somebody is to become: a role, extra permissions, and grants. */
export interface Offer {
  readonly organizationId: string;
  readonly roleId: string;
  readonly extras: readonly Permission[];
  readonly grants: readonly OfferedGrant[];
}

/**
 * Objects to an offer that the actor may not make: a role not below theirs (R7, R3), the Owner's role (R4), or
 * anything they do not hold there themselves (R6), which for a filter by tags is everywhere: tags move later,
 * without anybody being asked again. Invitations, new members and those who sign in by a provider get offers.
 */
export function offerObjections(giver: Giver, offer: Offer): Objection[] {
  const { organizationId, roleId } = offer;
  const facts = futureFacts(giver.store, offer);
  const found = [
    ...ownerRoleObjections(giver, roleId, 'roleId'),
    ...levelObjections(giver, organizationId, facts.role.level, 'roleId'),
    ...facts.grants.flatMap(({ role }, index) => ownerGrantObjections(role.level, `grants.${index}`)),
  ];
  if (found.length > 0) return found;
  const grants = facts.grants.map((held) => anywhere(held, organizationId));
  const after = giver.store.access.whatIf({ ...facts, grants });
  return beyondObjections(giver, organizationId, { before: undefined, after });
}

/** What would decide what the future member may. */
export function futureFacts({ access }: Store, offer: Offer): MemberFacts {
  const { organizationId, roleId, extras } = offer;
  const role = requireRow(access.memberships.role(roleId), 'role', roleId);
  const member = { id: '', organizationId, accountId: '', roleId, extras, isSuspended: false };
  const nobody = { id: '', memberId: '', teamId: null };
  const grants = offer.grants.map((each) => access.memberships.held({ ...each, ...nobody }, role));
  return { member, role, extras: bitsOf(extras), grants };
}

function ownerGrantObjections(level: number, field: string): Objection[] {
  if (level < builtInRoles.owner.level) return [];
  const wouldGrant = 'The Owner’s role is never given by a grant; ownership moves by transfer only.';
  return [{ field, error: new AppError('FORBIDDEN', { permission: 'organization.transfer', wouldGrant }) }];
}
