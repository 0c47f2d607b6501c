import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { TreeNode } from '#shared/contract/tree.ts';
import type { TreeKind } from '#shared/model/nodes.ts';
import { orpc } from '../host/rpc.ts';
import { useOrganizationId } from '../navigation.ts';
import { sortByName } from './sort-by-name.ts';

type Nodes = readonly TreeNode[];

export interface NodeIndex {
  readonly byId: ReadonlyMap<string, TreeNode>;
  readonly childrenOf: ReadonlyMap<string, readonly TreeNode[]>;
}

const indexes = new WeakMap<Nodes, NodeIndex>();

const buildIndex = (nodes: Nodes): NodeIndex => {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const childrenOf = new Map<string, TreeNode[]>();
  for (const node of nodes) {
    if (node.parentId === null) continue;
    const siblings = childrenOf.get(node.parentId);
    if (siblings) siblings.push(node);
    else childrenOf.set(node.parentId, [node]);
  }
  return { byId, childrenOf };
};

/** The index of one answer of `tree.get`, built once per answer. */
export const indexOf = (nodes: Nodes): NodeIndex => {
  const known = indexes.get(nodes);
  if (known) return known;
  const index = buildIndex(nodes);
  indexes.set(nodes, index);
  return index;
};

const none: Nodes = [];

/** Everything of an organization that the caller may see. */
export const useTree = (organizationId: string): UseQueryResult<Nodes> =>
  useQuery({
    ...orpc.tree.get.queryOptions({ input: { organizationId }, enabled: organizationId !== '' }),
    select: ({ nodes }) => nodes,
  });

/** One node of the current organization by its id. */
export const useNode = (nodeId: string | undefined | null): TreeNode | undefined => {
  const { data = none } = useTree(useOrganizationId());
  return nodeId ? indexOf(data).byId.get(nodeId) : undefined;
};

/** The children of a node, of one kind, by name. */
export const useChildren = (parentId: string, kind: TreeKind): readonly TreeNode[] => {
  const { data = none } = useTree(useOrganizationId());
  return sortByName((indexOf(data).childrenOf.get(parentId) ?? none).filter((node) => node.kind === kind));
};
