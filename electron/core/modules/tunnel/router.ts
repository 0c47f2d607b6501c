import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { TunnelParts } from './context.ts';
import { closeTunnels, openTunnel, ownerOf } from './open.ts';

export function createTunnelRouter({
  rpc: plain,
  host,
  tunnels,
  databases,
}: TunnelParts & { readonly rpc: Rpc }): RouterOf<Contract['tunnel']> {
  const rpc = withParts(plain, { host, tunnels, databases });
  return {
    list: rpc.tunnel.list.handler(({ input, context }) =>
      context.tunnels.list(ownerOf(context), input.organizationId),
    ),
    open: rpc.tunnel.open.handler(({ input, context }) => openTunnel(context, input)),
    close: rpc.tunnel.close.handler(({ input, context }) => closeTunnels(context, input)),
  };
}
