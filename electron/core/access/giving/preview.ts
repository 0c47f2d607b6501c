import type { AccessDifference, AccessPreview } from '#shared/contract/grant.ts';
import { isDemanded, type Permission } from '#shared/model/permissions.ts';
import { intersectionOf, isEmpty, type PermissionBits, permissionsOf, without } from '../bits.ts';
import { type Difference, differenceOf } from '../difference.ts';
import type { MemberFacts } from '../effective.ts';
import type { IndexedNode } from '../indexed-node.ts';
import { usableOn } from '../usable.ts';
import type { Giver } from './giver.ts';
import { type Objection, toRefusal } from './objection.ts';
import { seenBy } from './seen-by.ts';

/**
 * What a change does to a member, node by node; an absent side is nothing at all. Of one who is suspended it is
 * what they will have once restored.
 */
export function previewOf(
  giver: Giver,
  memberId: string,
  sides: { before: MemberFacts | undefined; after: MemberFacts | undefined },
  told: { name: string; objections?: readonly Objection[] },
): AccessPreview {
  const { access } = giver.store;
  const member = access.memberships.member(memberId);
  const organization = access.node(member?.organizationId ?? '');
  const [before, after] = [
    sides.before && access.whatIf(sides.before),
    sides.after && access.whatIf(sides.after),
  ];
  const differences = organization ? linesOf(giver, reduced(differenceOf(organization, before, after))) : [];
  return {
    memberId,
    name: told.name,
    differences,
    gains: countOf(differences.map(({ gained }) => gained)),
    loses: countOf(differences.map(({ lost }) => lost)),
    isSuspended: member?.isSuspended ?? false,
    refusals: (told.objections ?? []).map(toRefusal),
  };
}

function linesOf(giver: Giver, all: readonly Difference[]): AccessDifference[] {
  return all
    .map(({ node, gained, lost }) => ({ node, gained: ofUse(node, gained), lost: ofUse(node, lost) }))
    .filter(({ gained, lost }) => gained.length + lost.length > 0)
    .map(({ node, gained, lost }) => ({ ...seenBy(giver, node), kind: node.kind, gained, lost }));
}

/** What a line says that no line above its node has said already. */
function reduced(all: readonly Difference[]): Difference[] {
  const byNode = new Map(all.map((each) => [each.node, each]));
  return all.flatMap(({ node, gained, lost }) => {
    let [more, less] = [gained, lost];
    for (let above: IndexedNode | null = node.parent; above; above = above.parent) {
      const said = byNode.get(above);
      if (said) [more, less] = [without(more, said.gained), without(less, said.lost)];
    }
    return isEmpty(more) && isEmpty(less) ? [] : [{ node, gained: more, lost: less }];
  });
}

/** Of what is given or taken on a node, what opens something there or below it. */
function ofUse(node: IndexedNode, bits: PermissionBits): Permission[] {
  const opening = node.parent === null ? bits : intersectionOf(bits, usableOn(node.kind));
  return permissionsOf(opening).filter(isDemanded);
}

function countOf(lists: readonly (readonly string[])[]): number {
  return lists.reduce((sum, each) => sum + each.length, 0);
}
