import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';

/** What bringing in from Dokploy works with, besides the request. */
export interface DokployParts {
  readonly host: Host;
}

export type DokployContext = OperationContext & DokployParts;
