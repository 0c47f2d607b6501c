import { AppError } from '#shared/model/errors.ts';
import {
  heldAt,
  type IndexedNode,
  inWords,
  isEmpty,
  type PermissionBits,
  permissionsOf,
  without,
} from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';

/** A member to whom a place below another parent gives or takes something. */
export interface Reached {
  readonly memberId: string;
  readonly gained: PermissionBits;
}

/** Whom a move reaches, by grants at or above one of its ends; suspended members as if they were back. */
export const reachedByMove = (
  { core }: OperationContext,
  node: IndexedNode,
  parent: IndexedNode,
): Reached[] => {
  const { access } = core.store;
  const { memberships } = access;
  return [...memberships.members()].flatMap(({ id: memberId, organizationId }) => {
    const facts = organizationId === node.organizationId ? memberships.factsOf(memberId) : undefined;
    if (!facts || facts.grants.length === 0) return [];
    const held = access.whatIf(facts);
    const [here, own, there] = [heldAt(held, node.parent ?? node), heldAt(held, node), heldAt(held, parent)];
    const [gained, lost] = [without(there, own), without(here, there)];
    return isEmpty(gained) && isEmpty(lost) ? [] : [{ memberId, gained }];
  });
};

/** Refuses a move that gives anybody, the mover too, what the mover does not hold on the node now (R6). */
export const requireHoldsMoved = (
  { core, caller }: OperationContext,
  node: IndexedNode,
  reached: readonly Reached[],
): void => {
  const actor = core.store.access.effective(caller.subject, node.organizationId);
  for (const { gained } of reached) {
    const [permission] = permissionsOf(actor ? without(gained, heldAt(actor, node)) : gained);
    if (!permission) continue;
    throw new AppError('FORBIDDEN', {
      permission,
      nodeId: node.id,
      wouldGrant: `A grant at the new place would give ${permission} on ${inWords(node)}, which you lack there now; ask somebody who holds it to move it.`,
    });
  }
};
