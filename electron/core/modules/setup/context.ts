import type { OperationContext } from '../../rpc/index.ts';
import type { Runs } from '../../runs/index.ts';
import type { ServerAccess } from '../server/index.ts';

/** What setting servers up works with, besides the request. */
export interface SetupParts {
  readonly servers: ServerAccess;
  readonly runs: Runs;
}

/** Makes a server have a proxy, and writes down that it has it. */
export type PutProxy = (wanted: {
  readonly serverId: string;
  readonly type: 'traefik' | 'caddy';
  readonly image: string | null;
}) => Promise<void>;

export type SetupContext = OperationContext & SetupParts;
