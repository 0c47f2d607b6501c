import type { IndexedNode } from './indexed-node.ts';

/** The names from below the organization down to a node, such as `shop/production`; the organization's own name. */
export function pathTo(node: IndexedNode): string {
  const names: string[] = [];
  for (let at: IndexedNode | null = node; at?.parent; at = at.parent) names.unshift(at.name ?? at.id);
  return names.length === 0 ? (node.name ?? node.id) : names.join('/');
}
