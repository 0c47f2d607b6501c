import * as z from 'zod';
import { nodeStates, treeKinds } from '../model/nodes.ts';
import { Instant, idOf } from './fields.ts';
import { open } from './resource.ts';

/** One row of the tree. */
export const TreeNode = z.object({
  id: z.string(),
  kind: z.enum(treeKinds),
  parentId: z.string().nullable(),
  name: z.string(),
  state: z.enum(nodeStates),
  /** Where what is known of it is old: since when, and why; in trouble is a server that was asked and is not reached. */
  stale: z
    .object({ seenAt: Instant.nullable(), reason: z.string(), isTrouble: z.boolean().optional() })
    .optional(),
  /** A protected (production) environment, shown differently. */
  isProtected: z.boolean().optional(),
  /** It may not be read: only its name is known, and its state where the caller holds something of use there. */
  isPath: z.boolean().optional(),
});
export type TreeNode = z.infer<typeof TreeNode>;

export const treeContract = {
  get: open('shows only the nodes that the caller may see', {
    summary: 'Show everything of an organization that you may see, parents before children',
    effect: 'read',
    path: 'organizations/{organizationId}/tree',
    input: { organizationId: idOf('organization') },
    output: z.object({ nodes: z.array(TreeNode) }),
  }),
  resolve: open('finds only nodes that the caller may see', {
    summary: 'Find a node by its path, such as acme/shop/production/web',
    effect: 'read',
    path: 'nodes/resolve',
    input: { path: z.string().min(1).max(512) },
    output: TreeNode,
  }),
};
