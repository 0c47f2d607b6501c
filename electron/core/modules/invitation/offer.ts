import type { OfferedGrant as AskedGrant } from '#shared/contract/invitation.ts';
import { AppError } from '#shared/model/errors.ts';
import { isPermission, type Permission } from '#shared/model/permissions.ts';
import { builtInRoles } from '#shared/model/roles.ts';
import {
  type Actor,
  bitsOf,
  type GrantRow,
  type MemberFacts,
  requireHeld,
  requireOutranks,
} from '../../access/index.ts';
import { type AuditChange, named } from '../../rpc/index.ts';
import type { Store } from '../../store/store.ts';
import { anywhere, grantFact, grantIdentity } from '../grant/index.ts';
import { requireRow } from '../node/index.ts';
import { grantRowsOf, type InvitationRow, tagIdsIn } from './queries.ts';

/** A grant that is offered: a grant that nobody has yet. */
export type OfferedGrant = Pick<GrantRow, 'nodeId' | 'tagIds' | 'roleId' | 'endsAt'>;

/** What somebody is to become: a role, extra permissions, and grants. */
export interface Offer {
  readonly organizationId: string;
  readonly roleId: string;
  readonly extras: readonly Permission[];
  readonly grants: readonly OfferedGrant[];
}

const nobody = { id: '', memberId: '', teamId: null };

const endOf = ({ endsAt }: OfferedGrant): number => endsAt ?? Number.MAX_SAFE_INTEGER;

/** Of several that give the same role at the same place, the one that lasts longest. */
const distinct = (grants: readonly OfferedGrant[]): OfferedGrant[] => {
  const longest = grants.toSorted((a, b) => endOf(b) - endOf(a));
  const isSame = (a: OfferedGrant, b: OfferedGrant): boolean => grantIdentity(a) === grantIdentity(b);
  return grants.filter((each) => longest.find((other) => isSame(each, other)) === each);
};

/** What an offer gives, for the audit trail. */
export const changesOf = (store: Store, { roleId, extras, grants }: Offer): AuditChange[] => [
  { field: 'role', is: named(store, roleId) },
  ...(extras.length > 0 ? [{ field: 'extras', after: extras.toSorted() }] : []),
  ...grants.map((grant) => ({
    field: 'grant',
    is: grantFact(store, { ...grant, ...nobody }),
  })),
];

/** An offer as it comes over the wire. */
export const offerOf = (input: {
  organizationId: string;
  roleId: string;
  extras?: readonly Permission[] | undefined;
  grants?: readonly AskedGrant[] | undefined;
}): Offer => ({
  organizationId: input.organizationId,
  roleId: input.roleId,
  extras: [...new Set(input.extras)],
  grants: (input.grants ?? []).map(({ nodeId, tagIds, roleId, endsAt }) => ({
    nodeId: nodeId ?? null,
    tagIds: tagIds ? [...new Set(tagIds)] : null,
    roleId: roleId ?? null,
    endsAt: endsAt === undefined ? null : Date.parse(endsAt),
  })),
});

/**
 * An offer as it was stored; what was deleted since is in it no more, and what a replaced role made equal is once. A
 * filter that lost one of its tags would hold wider, so it goes whole.
 */
export const storedOffer = (store: Store, row: InvitationRow): Offer => ({
  organizationId: row.organization_id,
  roleId: row.role_id,
  extras: (JSON.parse(row.extras) as string[]).filter(isPermission),
  grants: distinct(
    grantRowsOf(store, row.id)
      .map(({ node_id, tag_filter, role_id, ends_at }) => ({
        nodeId: node_id,
        tagIds: tag_filter === null ? null : tagIdsIn(tag_filter),
        roleId: role_id,
        endsAt: ends_at,
      }))
      .filter(({ tagIds }) => tagIds === null || tagIds.every((id) => store.access.node(id) !== undefined)),
  ),
});

/** What would decide what the future member may. */
export const futureFacts = ({ access }: Store, offer: Offer): MemberFacts => {
  const { organizationId, roleId, extras } = offer;
  const role = requireRow(access.memberships.role(roleId), 'role', roleId);
  const member = { id: '', organizationId, accountId: '', roleId, extras, isSuspended: false };
  const grants = offer.grants.map((each) => access.memberships.held({ ...each, ...nobody }, role));
  return { member, role, extras: bitsOf(extras), grants };
};

/**
 * Refuses an offer that the actor may not make: a role not below theirs (R7, R3), the Owner's role in a grant (R4),
 * or anything they do not hold there themselves (R6), which for a filter by tags is everywhere: tags move later,
 * without anybody being asked again.
 */
export const requireOffer = (store: Store, actor: Actor, offer: Offer): void => {
  const { organizationId } = offer;
  const facts = futureFacts(store, offer);
  requireOutranks(store, actor, organizationId, facts.role.level);
  if (facts.grants.some(({ role }) => role.level >= builtInRoles.owner.level)) {
    const wouldGrant = 'The Owner’s role is never given by a grant; ownership moves by transfer only.';
    throw new AppError('FORBIDDEN', { permission: 'organization.transfer', wouldGrant });
  }
  const grants = facts.grants.map((held) => anywhere(held, organizationId));
  const after = store.access.whatIf({ ...facts, grants });
  requireHeld(store, actor, organizationId, { before: undefined, after });
};
