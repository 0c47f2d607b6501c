import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';

/** What git providers work with, besides the request. */
export interface GitProviderParts {
  readonly host: Host;
}

export type GitProviderContext = OperationContext & GitProviderParts;
