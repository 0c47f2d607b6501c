import type { OperationContext } from '../../rpc/index.ts';
import type { Deployments } from '../deployment/index.ts';
import type { ServerAccess } from '../server/index.ts';

/** What figures are read from. */
export interface MonitoringParts {
  readonly servers: Pick<ServerAccess, 'connectionOf' | 'freshnessOf' | 'gauges'>;
  readonly deployments: Pick<Deployments, 'loads'>;
  /** Resolves after so long or when the signal aborts; by the clock of this process unless said. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export type MonitoringContext = OperationContext & MonitoringParts;
