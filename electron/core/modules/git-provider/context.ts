import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { Leftovers } from './leftovers.ts';

/** What git providers work with, besides the request. */
export interface GitProviderParts {
  readonly host: Host;
  readonly leftovers: Leftovers;
}

export type GitProviderContext = OperationContext & GitProviderParts;
