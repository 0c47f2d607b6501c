import type { TreeNode } from '#shared/contract/tree.ts';
import { queryClient } from '../host/query-client.ts';
import { orpc } from '../host/rpc.ts';

type Patch = Partial<Pick<TreeNode, 'name' | 'parentId'>>;

const queryKeyOf = (organizationId: string) => orpc.tree.get.queryKey({ input: { organizationId } });

const nodeNow = (organizationId: string, nodeId: string): TreeNode | undefined =>
  queryClient.getQueryData(queryKeyOf(organizationId))?.nodes.find(({ id }) => id === nodeId);

const patch = (organizationId: string, nodeId: string, change: Patch): void => {
  queryClient.setQueryData(
    queryKeyOf(organizationId),
    (known) =>
      known && { nodes: known.nodes.map((node) => (node.id === nodeId ? { ...node, ...change } : node)) },
  );
};

/** Shows a rename or a move in the tree before the host has answered; answers how to take it back. */
export const patchTree = (organizationId: string, nodeId: string, change: Patch): (() => void) => {
  const before = nodeNow(organizationId, nodeId);
  if (!before) return () => undefined;
  patch(organizationId, nodeId, change);
  return () => patch(organizationId, nodeId, { name: before.name, parentId: before.parentId });
};
