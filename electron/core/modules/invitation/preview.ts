import type { OfferPreview } from '#shared/contract/invitation.ts';
import { isDemanded } from '#shared/model/permissions.ts';
import {
  futureFacts,
  grantIdentity,
  hollowOfferObjections,
  type Offer,
  offerObjections,
  requireNone,
} from '../../access/giving/index.ts';
import {
  bitsOf,
  differenceOf,
  isEmpty,
  type MemberFacts,
  type PermissionBits,
  permissionsOf,
  unionOf,
  without,
} from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { tagFilterPath } from '../grant/index.ts';
import { requireRow } from '../node/index.ts';
import { pathOf } from './queries.ts';

type Place = OfferPreview[number];

/** What the grants by tags add on whatever carries the tags, now or later; one line a filter. */
const byTags = (
  context: OperationContext,
  { grants }: MemberFacts,
  everywhere: PermissionBits,
): OfferPreview => {
  const lasting = grants.filter(({ grant: { tagIds, endsAt } }) => {
    return tagIds !== null && (endsAt === null || endsAt > context.store.now());
  });
  const filters = Map.groupBy(lasting, ({ grant }) => grantIdentity({ ...grant, roleId: null }));
  return [...filters.values()].flatMap((same): Place[] => {
    const tagIds = [...(same[0]?.grant.tagIds ?? [])];
    const path = tagFilterPath(context, tagIds);
    const added = without(
      same.reduce((bits, { role }) => unionOf(bits, role.bits), bitsOf([])),
      everywhere,
    );
    return path === null || isEmpty(added)
      ? []
      : [{ tagIds, path, permissions: permissionsOf(added).filter(isDemanded) }];
  });
};

/**
 * What a future member could do, refused like the invitation itself. A place tells only what it adds, and is left out
 * where the caller may not see it (R15).
 */
export const previewOffer = (context: OperationContext, offer: Offer): OfferPreview => {
  const { caller } = context;
  const { store } = context;
  requireNone([...offerObjections(context, offer), ...hollowOfferObjections(context, offer)]);
  const { organizationId } = offer;
  const organization = requireRow(store.access.node(organizationId), 'organization', organizationId);
  const facts = futureFacts(store, offer);
  const differences = differenceOf(organization, undefined, store.access.whatIf(facts));
  const everywhere = differences.find(({ node }) => node === organization)?.gained ?? bitsOf([]);
  const places = differences.flatMap(({ node, gained }): Place[] => {
    const added = node === organization ? gained : without(gained, everywhere);
    if (isEmpty(added) || !store.access.canSee(caller.subject, node.id)) return [];
    return [
      { nodeId: node.id, path: pathOf(store, node.id), permissions: permissionsOf(added).filter(isDemanded) },
    ];
  });
  return [...places, ...byTags(context, facts, everywhere)];
};
