import type { LogBatch } from '#shared/contract/log.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Host } from '../../host.ts';
import type { Store } from '../../store/store.ts';
import type { ServerAccess } from '../server/index.ts';
import { runningSetups } from './queries.ts';
import { SetupRun } from './run.ts';
import { createSetupLogs } from './setup-logs.ts';

/** Owns running set-ups; they outlive the request that started them. */
export interface Setups {
  /** Begins to drive a set-up whose row is written, unless that was begun already; returns at once. */
  start(setupId: string, serverId: string): void;
  /** Ends it on the server; resolves when it has ended. CONFLICT where it is not running. */
  cancel(setupId: string, signal: AbortSignal): Promise<void>;
  log(
    setupId: string,
    range: { cursor: string | undefined; follow: boolean },
    signal: AbortSignal,
  ): AsyncGenerator<LogBatch, void>;
  /** Removes the logs of set-ups that are no longer known. */
  forget(setupIds: readonly string[]): void;
  /** Re-attaches to set-ups that a stopped app left running. */
  recover(): Promise<void>;
  close(): Promise<void>;
}

/** Makes the owner of all set-ups. Nothing is connected before one starts. */
export const createSetups = (parts: { store: Store; host: Host; servers: ServerAccess }): Setups => {
  const { store, host, servers } = parts;
  const logs = createSetupLogs(host);
  const runs = new Map<string, SetupRun>();

  const start = (setupId: string, serverId: string): void => {
    if (runs.has(setupId)) return;
    const run = new SetupRun({ store, servers, host, logs }, { setupId, serverId });
    runs.set(setupId, run);
    run.done
      .catch((error: unknown) =>
        host.log.error('a set-up was lost', { setup: setupId, error: String(error) }),
      )
      .finally(() => runs.delete(setupId));
  };

  // forgotten with its server or organization: the job ends by itself, and nobody is left to be told
  const stopForgetting = store.access.onChange(() => {
    for (const [setupId, run] of runs) if (!store.access.node(setupId)) void run.leave();
  });

  return {
    start,
    async cancel(setupId, signal) {
      const run = runs.get(setupId);
      if (!run) {
        const reason = 'this set-up has ended already';
        throw new AppError('CONFLICT', { field: 'setupId', reason });
      }
      await run.cancel(signal);
    },
    log: logs.read,
    forget: logs.remove,
    async recover() {
      for (const { id, serverId } of runningSetups(store)) start(id, serverId);
    },
    async close() {
      stopForgetting();
      await Promise.all([...runs.values()].map((run) => run.leave()));
      await logs.close();
    },
  };
};
