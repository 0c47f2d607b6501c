import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, rpc } from '../../rpc/index.ts';
import { resolvePath } from './resolve.ts';
import { treeOf } from './tree.ts';

export const treeRouter: RouterOf<Contract['tree']> = {
  get: rpc.tree.get.handler(({ input, context }) => ({ nodes: treeOf(context, input.organizationId) })),
  resolve: rpc.tree.resolve.handler(({ input, context }) => resolvePath(context, input.path)),
};
