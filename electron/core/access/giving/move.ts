import { AppError } from '#shared/model/errors.ts';
import { isEmpty, permissionsOf, without } from '../bits.ts';
import { heldAt } from '../effective.ts';
import type { IndexedNode } from '../indexed-node.ts';
import { inWords } from '../would-grant.ts';
import type { Giver } from './giver.ts';
import type { Objection } from './objection.ts';

/**
 * Objects to a move by which the mover comes to hold more on the node than now (R6): nobody carries a thing to where a
 * grant lets them open it. What others hold at the new place is for whoever granted it there: R13 asks both ends.
 */
export function moveObjections(
  { store, caller }: Giver,
  node: IndexedNode,
  parent: IndexedNode,
): Objection[] {
  const held = store.access.effective(caller.subject, node.organizationId);
  const [permission] = held ? permissionsOf(without(heldAt(held, parent), heldAt(held, node))) : [];
  if (!permission) return [];
  const wouldGrant = `A grant at the new place would give you ${permission} on ${inWords(node)}, which you lack there now; ask somebody who holds it to move it.`;
  return [{ field: '', error: new AppError('FORBIDDEN', { permission, nodeId: node.id, wouldGrant }) }];
}

/** The members whom a move reaches, by grants at or above one of its ends; suspended members as if they were back. */
export function reachedByMove(
  { store: { access } }: Pick<Giver, 'store'>,
  node: IndexedNode,
  parent: IndexedNode,
): string[] {
  const { memberships } = access;
  return [...memberships.members()].flatMap(({ id: memberId, organizationId }) => {
    const facts = organizationId === node.organizationId ? memberships.factsOf(memberId) : undefined;
    if (!facts || facts.grants.length === 0) return [];
    const held = access.whatIf(facts);
    const [here, own, there] = [heldAt(held, node.parent ?? node), heldAt(held, node), heldAt(held, parent)];
    return isEmpty(without(there, own)) && isEmpty(without(here, there)) ? [] : [memberId];
  });
}
