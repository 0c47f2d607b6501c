import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { Tunnels } from './types.ts';

/** What tunnels work with, besides the request. */
export interface TunnelParts {
  readonly host: Host;
  readonly tunnels: Tunnels;
}

export type TunnelContext = OperationContext & TunnelParts;
