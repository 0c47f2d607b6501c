import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { bitsOf, type PermissionBits } from './bits.ts';

/** An operation demands the permission on nodes of the kind. */
export type Demand = readonly [NodeKind, Permission];

/**
 * The permissions that open something on a node of a kind or below one: what is demanded there by any operation of the
 * contract. The holder of one of them sees the node as a path. Source: docs/access.md, "Held is usable".
 */
export function usableOn(kind: NodeKind): PermissionBits {
  const known = bits.get(kind);
  if (known) return known;
  const opening = demanded().flatMap(([on, permission]) => (isWithin(on, kind) ? [permission] : []));
  const found = bitsOf(new Set(opening));
  bits.set(kind, found);
  return found;
}

/**
 * The contract says here what its operations demand, once it is loaded: its schemas cost more time than all the rest of
 * a start, and nobody asks before there is a router to ask by.
 */
export function learnDemands(demands: () => readonly Demand[]): void {
  demanded = demands;
}

const bits = new Map<NodeKind, PermissionBits>();

let demanded = (): readonly Demand[] => {
  throw new Error('what operations demand was asked before the contract was loaded');
};

/** Whether nodes of a kind are of the other one, or lie below such. */
export function isWithin(kind: NodeKind, other: NodeKind): boolean {
  for (let at: NodeKind | null = kind; at; at = nodeKinds[at].parent) if (at === other) return true;
  return false;
}
