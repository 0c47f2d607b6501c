import type { OfferedGrant as AskedGrant } from '#shared/contract/invitation.ts';
import { isPermission, type Permission } from '#shared/model/permissions.ts';
import { grantIdentity, type Offer, type OfferedGrant } from '../../access/giving/index.ts';
import { type AuditChange, named } from '../../rpc/index.ts';
import type { Store } from '../../store/store.ts';
import { grantFact } from '../grant/index.ts';
import { grantRowsOf, type InvitationRow, tagIdsIn } from './queries.ts';

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
