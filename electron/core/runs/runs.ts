import type { LogBatch } from '#shared/contract/log.ts';
import { type Clock, realClock, sleep } from '../clock.ts';
import type { Host } from '../host.ts';
import type { Reach } from '../reach.ts';
import type { Store, Transaction } from '../store/store.ts';
import type { RunKind } from './kind.ts';
import type { Shelf } from './lease/shelf.ts';
import { RunQueue } from './queue.ts';
import {
  addRun,
  type NewRun,
  patchRun,
  runRow,
  supersede,
  unfinishedRuns,
  unfinishedRunsOf,
} from './rows.ts';
import { createRunLogs } from './run-logs.ts';

/** The one engine for work that outlives its request. Its entries are the rows of the table `run`. */
export interface Runs {
  /** Makes a kind of run known; before `recover`. */
  register<C>(kind: RunKind<C>): void;
  /**
   * Writes down a run in the transaction that made its node. The waiting runs of the same node that it makes
   * pointless are ended with `superseding` as their reason, where that is given.
   */
  add(tx: Transaction, run: NewRun, superseding?: string, isPointless?: (id: string) => boolean): void;
  /** Cancels what is under way; resolves when that is undone, at the latest after `waitMs`. */
  cancel(id: string, waitMs: number): Promise<void>;
  /** Ends whatever waits or works on a node that is about to go; what is under way undoes itself first. */
  abandon(subjectId: string, reason: string): Promise<void>;
  /** The log of a run from a cursor, on with it while it goes on where `follow`. */
  log(
    id: string,
    range: { readonly cursor: string | undefined; readonly follow: boolean },
    signal: AbortSignal,
  ): AsyncGenerator<LogBatch, void>;
  /** Removes the logs of runs that are no longer known. */
  forget(ids: readonly string[]): Promise<void>;
  /** What a kind calls the step of a run; for the activity centre. */
  stepOf(row: Parameters<RunKind['stepOf']>[0]): string;
  /** Goes on with every unfinished run after a start. */
  recover(): void;
  close(): Promise<void>;
}

interface Parts {
  readonly store: Store;
  readonly host: Host;
  readonly servers: Reach;
  readonly clock?: Clock;
  /** In the place of Docker's, where a test has no server. */
  readonly openShelf?: <T>(serverId: string, use: (shelf: Shelf) => Promise<T>) => Promise<T>;
}

/** Makes the engine; what talks to servers is loaded when the first run begins. */
export function createRuns(parts: Parts): Runs {
  const { store, host, servers, clock = realClock } = parts;
  const kinds = new Map<string, RunKind>();
  const logs = createRunLogs(host);
  let driving: ReturnType<typeof loadDriver> | undefined;
  const kindOf = (kind: string): RunKind => {
    const known = kinds.get(kind);
    if (!known) throw new Error(`no kind of run ${kind}`);
    return known;
  };
  const queue = new RunQueue({
    store,
    clock,
    log: host.log,
    limitOf: (kind) => kindOf(kind).limit,
    async runOne(id, signals) {
      driving ??= loadDriver({ ...parts, clock, logs });
      const { drive, runParts } = await driving;
      return drive(runParts, kindOf(runRow(store.database, id).kind), id, signals);
    },
  });
  const stopHearing = servers.onState((serverId, { state }) => {
    if (state === 'up') queue.unpark({ serverId });
  });
  // forgotten with what it works on: nobody is left to be told
  const stopForgetting = store.access.onChange(() => queue.leave((id) => !store.access.node(id)));

  return {
    register: (kind) => void kinds.set(kind.kind, kind as RunKind),
    add(tx, run, superseding, isPointless) {
      const ended = superseding === undefined ? [] : supersede(tx, run.subject_id, superseding, isPointless);
      addRun(tx, run);
      tx.afterCommit(() => {
        logs.writer(run.id);
        for (const id of ended) void logs.end(id);
        // an interrupted one on this node is tried first, so that the order holds
        queue.unpark({ subjectId: run.subject_id });
      });
    },
    async cancel(id, waitMs) {
      const { subject_id, ended_at } = runRow(store.database, id);
      if (ended_at !== null) return logs.end(id);
      const isRunning = queue.isRunning(id);
      const undone = queue.cancel(id);
      if (!isRunning) queue.unpark({ subjectId: subject_id });
      const stop = new AbortController();
      await Promise.race([undone, sleep(clock, waitMs, stop.signal)]);
      stop.abort();
    },
    async abandon(subjectId, reason) {
      const left = unfinishedRunsOf(store.database, subjectId).map(({ id }) => id);
      const running = left.filter((id) => queue.isRunning(id));
      const waiting = left.filter((id) => !queue.isRunning(id));
      store.write((tx) => {
        for (const id of waiting) patchRun(tx, id, { state: 'cancelled', reason, ended_at: tx.now });
        for (const id of running) patchRun(tx, id, { cancel_requested: 1 });
      });
      await Promise.all(running.map((id) => queue.cancel(id)));
      // one whose server is away was put aside instead of being undone
      for (const { id } of unfinishedRunsOf(store.database, subjectId)) {
        store.write((tx) => patchRun(tx, id, { state: 'cancelled', reason, ended_at: tx.now }));
      }
    },
    log: logs.read,
    async forget(ids) {
      for (const id of ids) await logs.end(id);
      logs.remove(ids);
    },
    stepOf: (row) => kindOf(row.kind).stepOf(row),
    recover() {
      for (const { id, kind, state } of unfinishedRuns(store.database)) {
        // open from the start on, so that it can be followed
        if (kindOf(kind).isRetold && state !== 'queued') logs.restart(id);
        else logs.writer(id);
      }
      queue.wake();
    },
    async close() {
      stopHearing();
      stopForgetting();
      await queue.close();
      await (await driving)?.close();
      await logs.close();
    },
  };
}

/** Loads what talks to servers at the first run, so that the host starts without SSH. */
const loadDriver = async (parts: Parts & { clock: Clock; logs: ReturnType<typeof createRunLogs> }) => {
  const [{ drive }, { ServerLeases }, { driverName }, { dockerShelf }, { dockerOver }] = await Promise.all([
    import('./drive.ts'),
    import('./lease/server-leases.ts'),
    import('./lease/driver-name.ts'),
    import('./lease/docker-shelf.ts'),
    import('../remote/docker/client.ts'),
  ]);
  const { store, host, servers, clock, logs } = parts;
  let driver: string | undefined;
  const leases = new ServerLeases({
    clock,
    log: host.log,
    driver: () => {
      driver ??= driverName(store);
      return driver;
    },
    open:
      parts.openShelf ??
      ((serverId, use) => servers.use(serverId, (connection) => use(dockerShelf(dockerOver(connection))))),
  });
  return { drive, runParts: { store, host, servers, clock, logs, leases }, close: () => leases.close() };
};
