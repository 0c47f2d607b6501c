import type { IndexedNode } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';

/** The names from below the organization down to a node, such as `shop/production`; the organization's own name. */
export const pathTo = (node: IndexedNode): string => {
  const names: string[] = [];
  for (let at: IndexedNode | null = node; at?.parent; at = at.parent) names.unshift(at.name ?? at.id);
  return names.length === 0 ? (node.name ?? node.id) : names.join('/');
};

/** A node's id and path for the caller; nulls where they may not see it (R15). */
export const seenBy = (
  { store, caller }: OperationContext,
  node: IndexedNode,
): { nodeId: string | null; path: string | null } =>
  store.access.canSee(caller.subject, node.id)
    ? { nodeId: node.id, path: pathTo(node) }
    : { nodeId: null, path: null };
