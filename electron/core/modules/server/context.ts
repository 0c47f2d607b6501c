import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { Runs } from '../../runs/index.ts';
import type { DeletionParts } from '../node/index.ts';
import type { ServerAccess } from './server-access.ts';

/** What managing servers works with, besides the request. */
export interface ServerParts extends DeletionParts {
  readonly host: Host;
  readonly servers: ServerAccess;
  readonly runs: Pick<Runs, 'forget'>;
}

export type ServerContext = OperationContext & ServerParts;
