import type { TreeNode } from '#shared/contract/tree.ts';
import type { ScopeKind } from '#shared/model/nodes.ts';
import type { NodeIndex } from '../tree/use-tree.ts';

/** What a grant may be given on: of the tree, and what lies beside it. */
export type ScopeNode = Omit<TreeNode, 'kind'> & { readonly kind: TreeNode['kind'] | ScopeKind };

export interface ScopeIndex {
  readonly byId: ReadonlyMap<string, ScopeNode>;
  readonly childrenOf: ReadonlyMap<string, readonly ScopeNode[]>;
}

/** The index of a tree with more below its organization: what is granted there, and shown in no tree. */
export const scopeIndexOf = (
  tree: NodeIndex,
  { organizationId, beside }: { organizationId: string; beside: readonly ScopeNode[] },
): ScopeIndex => {
  if (beside.length === 0) return tree;
  const below = [...(tree.childrenOf.get(organizationId) ?? []), ...beside];
  return {
    byId: new Map<string, ScopeNode>([...tree.byId, ...beside.map((node) => [node.id, node] as const)]),
    childrenOf: new Map<string, readonly ScopeNode[]>([...tree.childrenOf, [organizationId, below]]),
  };
};
