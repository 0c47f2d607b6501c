import type { Contract } from '#shared/contract/index.ts';
import { resolvePath } from '../../names/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { TreeParts } from './tree.ts';
import { treeNodeOf, treeOf } from './tree.ts';

export function createTreeRouter({
  rpc: plain,
  servers,
}: TreeParts & { readonly rpc: Rpc }): RouterOf<Contract['tree']> {
  const rpc = withParts(plain, { servers });
  return {
    get: rpc.tree.get.handler(({ input, context }) => ({ nodes: treeOf(context, input.organizationId) })),
    resolve: rpc.tree.resolve.handler(({ input, context }) =>
      treeNodeOf(context, resolvePath(context, input.path)),
    ),
  };
}
