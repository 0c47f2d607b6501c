import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { DokployParts } from './context.ts';
import { importDokploy } from './import.ts';

export function createDokployRouter({
  rpc: plain,
  host,
}: DokployParts & { readonly rpc: Rpc }): RouterOf<Contract['dokploy']> {
  const rpc = withParts(plain, { host });
  return { import: rpc.dokploy.import.handler(({ input, context }) => importDokploy(context, input)) };
}
