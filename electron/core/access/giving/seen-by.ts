import type { IndexedNode } from '../indexed-node.ts';
import { pathTo } from '../path.ts';
import type { Giver } from './giver.ts';

/** A node's id and path for the caller; nulls where they may not see it (R15). */
export function seenBy(
  { store, caller }: Giver,
  node: IndexedNode,
): { nodeId: string | null; path: string | null } {
  return store.access.canSee(caller.subject, node.id)
    ? { nodeId: node.id, path: pathTo(node) }
    : { nodeId: null, path: null };
}
