import type { Portables } from '../../bundle/body/portable.ts';
import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';

/** What bundles are made with, besides the request. */
export interface BundleParts {
  readonly host: Host;
  readonly portables: Portables;
}

export type BundleModuleContext = OperationContext & BundleParts;
