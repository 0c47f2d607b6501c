import type { OfferPreview } from '#shared/contract/invitation.ts';
import { AppError } from '#shared/model/errors.ts';
import { isPermission, type Permission } from '#shared/model/permissions.ts';
import { builtInRoles } from '#shared/model/roles.ts';
import {
  type Actor,
  bitsOf,
  type Difference,
  isEmpty,
  type MemberFacts,
  permissionsOf,
  requireHeld,
  requireOutranks,
  without,
} from '../../access/index.ts';
import type { AuditChange } from '../../rpc/index.ts';
import type { Store } from '../../store/store.ts';
import { grantInWords } from '../grant/index.ts';
import { requireRow } from '../node/index.ts';
import { grantRowsOf, type InvitationRow, pathOf } from './queries.ts';

/** What somebody is to become: a role, extra permissions, and grants. */
export interface Offer {
  readonly organizationId: string;
  readonly roleId: string;
  readonly extras: readonly Permission[];
  readonly grants: readonly { nodeId: string; roleId: string | null; endsAt: number | null }[];
}

type OfferedGrant = Offer['grants'][number];

const endOf = ({ endsAt }: OfferedGrant): number => endsAt ?? Number.MAX_SAFE_INTEGER;

/** Of several that give the same role on the same node, the one that lasts longest. */
const distinct = (grants: readonly OfferedGrant[]): OfferedGrant[] => {
  const longest = grants.toSorted((a, b) => endOf(b) - endOf(a));
  const isSame = (a: OfferedGrant, b: OfferedGrant): boolean =>
    a.nodeId === b.nodeId && a.roleId === b.roleId;
  return grants.filter((each) => longest.find((other) => isSame(each, other)) === each);
};

/** What an offer gives, for the audit trail. */
export const changesOf = (store: Store, { roleId, extras, grants }: Offer): AuditChange[] => [
  { field: 'role', after: store.access.memberships.role(roleId)?.name ?? roleId },
  ...(extras.length > 0 ? [{ field: 'extras', after: extras.toSorted() }] : []),
  ...grants.map((grant) => ({
    field: 'grant',
    after: grantInWords(store, { ...grant, id: '', memberId: '', teamId: null, tagIds: null }),
  })),
];

/** An offer as it comes over the wire. */
export const offerOf = (input: {
  organizationId: string;
  roleId: string;
  extras?: readonly Permission[] | undefined;
  grants?:
    | readonly { nodeId: string; roleId?: string | undefined; endsAt?: string | undefined }[]
    | undefined;
}): Offer => ({
  organizationId: input.organizationId,
  roleId: input.roleId,
  extras: [...new Set(input.extras)],
  grants: (input.grants ?? []).map(({ nodeId, roleId, endsAt }) => ({
    nodeId,
    roleId: roleId ?? null,
    endsAt: endsAt === undefined ? null : Date.parse(endsAt),
  })),
});

/** An offer as it was stored; what was deleted since is in it no more, and what a replaced role made equal is once. */
export const storedOffer = (store: Store, row: InvitationRow): Offer => ({
  organizationId: row.organization_id,
  roleId: row.role_id,
  extras: (JSON.parse(row.extras) as string[]).filter(isPermission),
  grants: distinct(
    grantRowsOf(store, row.id).map(({ node_id, role_id, ends_at }) => ({
      nodeId: node_id,
      roleId: role_id,
      endsAt: ends_at,
    })),
  ),
});

const futureFacts = ({ access }: Store, offer: Offer): MemberFacts => {
  const { organizationId, roleId, extras } = offer;
  const role = requireRow(access.memberships.role(roleId), 'role', roleId);
  const member = { id: '', organizationId, accountId: '', roleId, extras, isSuspended: false };
  const grants = offer.grants.map((each) =>
    access.memberships.held({ ...each, id: '', memberId: '', teamId: null, tagIds: null }, role),
  );
  return { member, role, extras: bitsOf(extras), grants };
};

/**
 * Refuses an offer that the actor may not make: a role not below theirs (R7, R3), the Owner's role in a grant (R4),
 * or anything they do not hold there themselves (R6). Answers what it gives.
 */
export const requireOffer = (store: Store, actor: Actor, offer: Offer): Difference[] => {
  const { organizationId } = offer;
  const facts = futureFacts(store, offer);
  requireOutranks(store, actor, organizationId, facts.role.level);
  if (facts.grants.some(({ role }) => role.level >= builtInRoles.owner.level)) {
    const wouldGrant = 'The Owner’s role is never given by a grant; ownership moves by transfer only.';
    throw new AppError('FORBIDDEN', { permission: 'organization.transfer', wouldGrant });
  }
  const after = store.access.whatIf(facts);
  return requireHeld(store, actor, organizationId, { before: undefined, after });
};

/** What a future member could do, refused like the invitation itself; a place tells only what it adds. */
export const previewOffer = (store: Store, actor: Actor, offer: Offer): OfferPreview => {
  const differences = requireOffer(store, actor, offer);
  const everywhere = differences.find(({ node }) => node.id === offer.organizationId)?.gained ?? bitsOf([]);
  return differences.flatMap(({ node, gained }) => {
    const added = node.id === offer.organizationId ? gained : without(gained, everywhere);
    if (isEmpty(added)) return [];
    return [{ nodeId: node.id, path: pathOf(store, node.id), permissions: permissionsOf(added) }];
  });
};
