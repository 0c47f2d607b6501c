import type { AccessDifference, AccessPreview } from '#shared/contract/grant.ts';
import {
  type Difference,
  differenceOf,
  type IndexedNode,
  isEmpty,
  type MemberFacts,
  type PermissionBits,
  permissionsOf,
  without,
} from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { type Objection, toRefusal } from './objection.ts';
import { seenBy } from './path.ts';

/** What a line says that no line above its node has said already. */
const reduced = (all: readonly Difference[]): Difference[] => {
  const byNode = new Map(all.map((each) => [each.node, each]));
  return all.flatMap(({ node, gained, lost }) => {
    let [more, less] = [gained, lost];
    for (let above: IndexedNode | null = node.parent; above; above = above.parent) {
      const said = byNode.get(above);
      if (said) [more, less] = [without(more, said.gained), without(less, said.lost)];
    }
    return isEmpty(more) && isEmpty(less) ? [] : [{ node, gained: more, lost: less }];
  });
};

const countOf = (bits: readonly PermissionBits[]): number =>
  bits.reduce((sum, each) => sum + permissionsOf(each).length, 0);

/**
 * What a change does to a member, node by node; an absent side is nothing at all. Of one who is suspended it is
 * what they will have once restored.
 */
export const previewOf = (
  context: OperationContext,
  memberId: string,
  sides: { before: MemberFacts | undefined; after: MemberFacts | undefined },
  told: { name: string; objections?: readonly Objection[] },
): AccessPreview => {
  const { access } = context.store;
  const member = access.memberships.member(memberId);
  const organization = access.node(member?.organizationId ?? '');
  const [before, after] = [
    sides.before && access.whatIf(sides.before),
    sides.after && access.whatIf(sides.after),
  ];
  const differences = organization ? reduced(differenceOf(organization, before, after)) : [];
  return {
    memberId,
    name: told.name,
    differences: differences.map(
      ({ node, gained, lost }): AccessDifference => ({
        ...seenBy(context, node),
        kind: node.kind,
        gained: permissionsOf(gained),
        lost: permissionsOf(lost),
      }),
    ),
    gains: countOf(differences.map(({ gained }) => gained)),
    loses: countOf(differences.map(({ lost }) => lost)),
    isSuspended: member?.isSuspended ?? false,
    refusals: (told.objections ?? []).map(toRefusal),
  };
};
