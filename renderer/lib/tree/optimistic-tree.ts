import type { TreeNode } from '#shared/contract/tree.ts';
import { queryClient } from '../host/query-client.ts';
import { orpc } from '../host/rpc.ts';

type Patch = Partial<Pick<TreeNode, 'name' | 'parentId'>>;

/** Shows a rename or a move in the tree before the host has answered; answers how to take it back. */
export const patchTree = (organizationId: string, nodeId: string, patch: Patch): (() => void) => {
  const queryKey = orpc.tree.get.queryKey({ input: { organizationId } });
  const before = queryClient.getQueryData(queryKey);
  if (!before) return () => undefined;
  const nodes = before.nodes.map((node) => (node.id === nodeId ? { ...node, ...patch } : node));
  queryClient.setQueryData(queryKey, { nodes });
  return () => queryClient.setQueryData(queryKey, before);
};
