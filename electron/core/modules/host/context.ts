import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { ServerAccess } from '../server/index.ts';
import type { Sessions } from '../session/index.ts';

/** What the rights of the host are given with, besides the request. */
export interface HostParts {
  readonly host: Host;
  readonly sessions: Pick<Sessions, 'changed'>;
  readonly servers: Pick<ServerAccess, 'reset'>;
}

export type HostContext = OperationContext & HostParts;
