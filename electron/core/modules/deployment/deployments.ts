import type { LogBatch } from '#shared/contract/log.ts';
import type { Runtime } from '#shared/contract/service.ts';
import type { OperationContext } from '../../rpc/index.ts';

/** What part of a service's output is wanted; see `logInput` of the contract. */
export interface LogRange {
  readonly tail: number;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly follow: boolean;
  readonly search?: string | undefined;
}

/** The durable queue that owns deployments, and everything done to a service on its server. */
export interface Deployments {
  /** What runs of a service, live where the server answers within a second, else as last seen. */
  runtime(serviceId: string): Promise<Runtime>;
  start(context: OperationContext, serviceId: string): Promise<Runtime>;
  stop(context: OperationContext, serviceId: string): Promise<Runtime>;
  restart(context: OperationContext, serviceId: string): Promise<Runtime>;
  scale(context: OperationContext, serviceId: string, replicas: number): Promise<Runtime>;
  /** Output of all replicas merged by time, in batches of up to 50 ms / 500 lines. */
  logs(serviceId: string, range: LogRange, signal: AbortSignal): AsyncGenerator<LogBatch, void>;
  /**
   * Cancels what is queued or running for the service and removes what it made on its server; answers what
   * stays there because the server cannot be reached. The store's rows are the caller's to remove.
   */
  removeFromServer(serviceId: string): Promise<string[]>;
  /** What the services at or below a node have running, for the lists of what a deletion takes with it. */
  runningBelow(nodeId: string): { server: string; what: string }[];
  /** Looks at every unfinished deployment after a start and goes on with it. */
  recover(): Promise<void>;
  close(): Promise<void>;
}
