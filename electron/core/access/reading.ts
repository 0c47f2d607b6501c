import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { bitOf, hasBit, meets, type PermissionBits, unionOf } from './bits.ts';
import type { Effective, IndexedNode } from './indexed-node.ts';
import { usableOn } from './usable.ts';

/** The permission by which nodes of a kind are read. */
export const readPermissionOf = (kind: NodeKind): Permission => nodeKinds[kind].readBy;

const readBits = new Map<NodeKind, number>();

/** The bit of the permission by which nodes of a kind are read; each node carries it as `readBit`. */
export const readBitOf = (kind: NodeKind): number => {
  const bit = readBits.get(kind) ?? bitOf(readPermissionOf(kind));
  readBits.set(kind, bit);
  return bit;
};

/** Whether a node is the member's own, which they see without a permission: itself, and what hangs on it. */
export const isOwn = ({ memberId }: Effective, node: IndexedNode): boolean =>
  node.kind === 'member'
    ? node.id === memberId
    : node.parent?.kind === 'member' && node.parent.id === memberId;

/** Whether a node shows without a permission there: the organization, the path to a grant, one's own. */
const showsAnyway = (held: Effective, node: IndexedNode): boolean =>
  node.kind === 'organization' || held.paths.has(node) || isOwn(held, node);

/** Whether somebody holds anything that is of use on a node or below it. */
export function isOfUse(node: IndexedNode, bits: PermissionBits): boolean {
  return meets(bits, usableOn(node.kind));
}

/** Whether a node shows to somebody who holds these permissions there: any that is of use there shows it. */
export function isShown(held: Effective, node: IndexedNode, bits: PermissionBits): boolean {
  return isOfUse(node, bits) || showsAnyway(held, node);
}

/**
 * Adds a node that is visible, and all below it that are, parents first. What holds is carried along, so that no
 * node looks up its own path.
 */
export const addVisible = (
  held: Effective,
  node: IndexedNode,
  bits: PermissionBits,
  into: IndexedNode[],
): void => {
  into.push(node);
  for (const child of node.children) {
    const granted = child.isScope ? held.scopes?.get(child) : undefined;
    const below = granted ? unionOf(bits, granted) : bits;
    if (!hasBit(below, child.readBit) && !isShown(held, child, below)) continue;
    if (child.children.size === 0) into.push(child);
    else addVisible(held, child, below, into);
  }
};
