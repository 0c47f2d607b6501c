import type { OperationContext } from '../../rpc/index.ts';
import type { Runs } from '../../runs/index.ts';
import type { ServerAccess } from '../server/index.ts';

/** What setting servers up works with, besides the request. */
export interface SetupParts {
  readonly servers: ServerAccess;
  readonly runs: Runs;
}

export type SetupContext = OperationContext & SetupParts;
