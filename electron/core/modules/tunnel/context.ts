import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { Databases } from '../database/index.ts';
import type { Tunnels } from './types.ts';

/** What tunnels work with, besides the request. */
export interface TunnelParts {
  readonly host: Host;
  readonly tunnels: Tunnels;
  readonly databases: Pick<Databases, 'portOf' | 'openSession' | 'closeSession'>;
}

export type TunnelContext = OperationContext & TunnelParts;
