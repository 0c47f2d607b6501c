import { AppError } from '#shared/model/errors.ts';
import { permissionsOf, without } from '../bits.ts';
import { heldAt, type MemberFacts } from '../effective.ts';
import type { IndexedNode } from '../indexed-node.ts';
import { inWords } from '../would-grant.ts';
import type { Giver } from './giver.ts';
import type { Objection } from './objection.ts';

/** A member whom other tags of a node give or take access to it, by a filter of theirs. */
export interface Retagged {
  readonly memberId: string;
  /** Whether the filter names the node afterwards. */
  readonly will: boolean;
  readonly facts: MemberFacts;
  readonly role: MemberFacts['role'];
}

/** The members whom other tags give or take access to the node, with what would be theirs. */
export function reachedByTags({ store }: Giver, node: IndexedNode, tagIds: readonly string[]): Retagged[] {
  const { access } = store;
  const { memberships } = access;
  const at = store.now();
  return [...memberships.grants()]
    .filter((grant) => grant.tagIds !== null && (grant.endsAt === null || grant.endsAt > at))
    .filter((grant) => access.node(grant.id)?.organizationId === node.organizationId)
    .map((grant) => ({
      grant,
      was: access.matches(grant.tagIds ?? [], [...(node.tagIds ?? [])]),
      will: access.matches(grant.tagIds ?? [], tagIds),
    }))
    .filter(({ was, will }) => was !== will)
    .flatMap(({ grant, will }) =>
      memberships.holdersOf(grant).flatMap((memberId) => {
        const facts = memberships.factsOf(memberId);
        return facts ? [{ memberId, will, facts, role: memberships.held(grant, facts.role).role }] : [];
      }),
    );
}

/**
 * Objects to tags that would give somebody, by a grant that filters by tags, what the tagger does not hold on the node
 * (R6). A suspended member counts: they would have it once restored.
 */
export function tagObjections(
  { store: { access }, caller }: Giver,
  node: IndexedNode,
  reached: readonly Retagged[],
): Objection[] {
  const actor = access.effective(caller.subject, node.organizationId);
  return reached.flatMap(({ facts, role, will }) => {
    const held = access.effective(facts.member.accountId, node.organizationId);
    const gained = held ? without(role.bits, heldAt(held, node)) : role.bits;
    const [permission] = permissionsOf(actor ? without(gained, heldAt(actor, node)) : gained);
    if (!will || !permission) return [];
    const wouldGrant = `A grant filters by these tags, and would give ${permission} on ${inWords(node)}, which you lack there.`;
    const error = new AppError('FORBIDDEN', { permission, nodeId: node.id, wouldGrant });
    return [{ field: 'tagIds', error }];
  });
}
