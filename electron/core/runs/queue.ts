import type { Clock } from '../clock.ts';
import type { Log } from '../host.ts';
import type { Store } from '../store/store.ts';
import { chooseNext, type Waiting } from './choose-next.ts';
import { serverIdsOf, unfinishedRuns } from './rows.ts';

/** Why a run ends before its end: somebody cancelled it, or it is left to the next start. */
export interface RunSignals {
  readonly cancel: AbortSignal;
  readonly close: AbortSignal;
}

/** Runs one run to its end, or until its server is gone; never rejects. */
export type RunOne = (id: string, signals: RunSignals) => Promise<'ended' | 'interrupted'>;

interface Running extends Waiting {
  readonly cancel: AbortController;
  readonly leave: AbortController;
  readonly done: Promise<void>;
}

/** How often a run that waits for a lost server is tried without news of the server. */
const retryMs = 60_000;

interface QueueParts {
  readonly store: Store;
  readonly log: Log;
  readonly clock: Clock;
  readonly runOne: RunOne;
  readonly limitOf: (kind: string) => number;
}

/** The durable queue: its entries are the unfinished rows of the store, this only starts them in order. */
export class RunQueue {
  readonly #parts: QueueParts;
  readonly #running = new Map<string, Running>();
  /** Interrupted ones: tried again on news of their server, or after a while. */
  readonly #parked = new Map<string, () => void>();
  readonly #close = new AbortController();

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  /** Starts whatever may start now. */
  wake(): void {
    if (this.#close.signal.aborted) return;
    const waiting = this.#waiting().filter(({ id }) => !this.#running.has(id));
    // an interrupted one keeps its place in the order of what it works on, but no place on its server
    const parked = waiting.filter(({ id }) => this.#parked.has(id));
    const blocked = new Set(parked.map(({ subjectId }) => subjectId));
    const ready = waiting.filter(({ subjectId }) => !blocked.has(subjectId));
    for (const next of chooseNext(ready, [...this.#running.values()], this.#parts.limitOf)) this.#start(next);
  }

  #waiting(): Waiting[] {
    return unfinishedRuns(this.#parts.store.database).map((row) => ({
      id: row.id,
      kind: row.kind,
      subjectId: row.subject_id,
      serverIds: serverIdsOf(row),
    }));
  }

  /** Lets interrupted runs that have a place on a server, or work on a node, be tried again at once. */
  unpark(which: { readonly serverId?: string; readonly subjectId?: string }): void {
    for (const { id, serverIds, subjectId } of this.#waiting()) {
      const isThere = which.serverId !== undefined && serverIds.includes(which.serverId);
      if (!isThere && subjectId !== which.subjectId) continue;
      this.#parked.get(id)?.();
      this.#parked.delete(id);
    }
    this.wake();
  }

  #start(next: Waiting): void {
    const [cancel, leave] = [new AbortController(), new AbortController()];
    const close = AbortSignal.any([this.#close.signal, leave.signal]);
    const done = this.#parts
      .runOne(next.id, { cancel: cancel.signal, close })
      .then((result) => {
        this.#running.delete(next.id);
        if (result === 'interrupted') this.#park(next.id);
      })
      .catch((error: unknown) => {
        this.#running.delete(next.id);
        if (close.aborted) return;
        this.#parts.log.error('a run could not be run', { run: next.id, error: String(error) });
        this.#park(next.id);
      })
      .finally(() => this.wake());
    this.#running.set(next.id, { ...next, cancel, leave, done });
  }

  #park(id: string): void {
    if (this.#close.signal.aborted) return;
    const stop = this.#parts.clock.after(retryMs, () => {
      this.#parked.delete(id);
      this.wake();
    });
    this.#parked.set(id, stop);
  }

  /** Tells a run under way to undo itself; resolves when it has ended. */
  async cancel(id: string): Promise<void> {
    const running = this.#running.get(id);
    running?.cancel.abort();
    await running?.done;
  }

  /** Stops driving the runs whose rows are gone; what they began on a server ends there by itself. */
  leave(isGone: (id: string) => boolean): void {
    for (const [id, { leave }] of this.#running) if (isGone(id)) leave.abort();
  }

  isRunning(id: string): boolean {
    return this.#running.has(id);
  }

  async close(): Promise<void> {
    this.#close.abort();
    for (const stop of this.#parked.values()) stop();
    this.#parked.clear();
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }
}
