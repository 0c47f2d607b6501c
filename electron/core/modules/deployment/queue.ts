import type { Host } from '../../host.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { chooseNext, type Waiting } from './choose-next.ts';
import { activeStates } from './rows.ts';

/** Runs one deployment to its end, or until its server is gone; never rejects. */
export type RunOne = (
  id: string,
  signals: { readonly cancel: AbortSignal; readonly close: AbortSignal },
) => Promise<'ended' | 'interrupted'>;

interface Running extends Waiting {
  readonly cancel: AbortController;
  readonly done: Promise<void>;
}

/** How often a deployment that waits for a lost server is tried without news of the server. */
const retryMs = 60_000;

const unfinished = sql
  .selectFrom('deployment')
  .innerJoin('node', 'node.id', 'deployment.id')
  .select(['deployment.id', 'deployment.server_id', 'node.parent_id'])
  .where('deployment.state', 'in', ['queued', ...activeStates])
  .orderBy('deployment.queued_at')
  .orderBy('deployment.id');

/** The durable queue: its entries are the unfinished rows of the store, this only starts them in order. */
export class DeploymentQueue {
  readonly #store: Store;
  readonly #host: Host;
  readonly #runOne: RunOne;
  readonly #running = new Map<string, Running>();
  /** Interrupted ones: tried again on news of their server, or after a while. */
  readonly #parked = new Map<string, NodeJS.Timeout>();
  readonly #close = new AbortController();

  constructor(parts: { store: Store; host: Host; runOne: RunOne }) {
    this.#store = parts.store;
    this.#host = parts.host;
    this.#runOne = parts.runOne;
  }

  /** Starts whatever may start now. */
  wake(): void {
    if (this.#close.signal.aborted) return;
    const waiting = this.#store.database
      .all(unfinished)
      .map(({ id, server_id, parent_id }) => ({ id, serverId: server_id, serviceId: parent_id ?? '' }))
      .filter(({ id }) => !this.#running.has(id));
    // an interrupted one keeps its place in the order of its service, but no place on its server
    const parked = waiting.filter(({ id }) => this.#parked.has(id));
    const blocked = new Set(parked.map(({ serviceId }) => serviceId));
    const ready = waiting.filter(({ serviceId }) => !blocked.has(serviceId));
    for (const next of chooseNext(ready, [...this.#running.values()])) this.#start(next);
  }

  /** Lets interrupted deployments of a server or a service be tried again at once. */
  unpark(which: { readonly serverId?: string; readonly serviceId?: string }): void {
    for (const row of this.#store.database.all(unfinished)) {
      const isMeant = row.server_id === which.serverId || row.parent_id === which.serviceId;
      if (!isMeant) continue;
      clearTimeout(this.#parked.get(row.id));
      this.#parked.delete(row.id);
    }
    this.wake();
  }

  #start(next: Waiting): void {
    const cancel = new AbortController();
    const signals = { cancel: cancel.signal, close: this.#close.signal };
    const done = this.#runOne(next.id, signals)
      .then((result) => {
        this.#running.delete(next.id);
        if (result === 'interrupted') this.#park(next.id);
      })
      .catch((error: unknown) => {
        this.#running.delete(next.id);
        if (this.#close.signal.aborted) return;
        this.#host.log.error('a deployment could not be run', { deployment: next.id, error: String(error) });
        this.#park(next.id);
      })
      .finally(() => this.wake());
    this.#running.set(next.id, { ...next, cancel, done });
  }

  #park(id: string): void {
    if (this.#close.signal.aborted) return;
    const timer = setTimeout(() => {
      this.#parked.delete(id);
      this.wake();
    }, retryMs);
    this.#parked.set(id, timer.unref());
  }

  /** Tells a running deployment to undo itself; resolves when it has ended. */
  async cancel(id: string): Promise<void> {
    const running = this.#running.get(id);
    running?.cancel.abort();
    await running?.done;
  }

  isRunning(id: string): boolean {
    return this.#running.has(id);
  }

  async close(): Promise<void> {
    this.#close.abort();
    for (const timer of this.#parked.values()) clearTimeout(timer);
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }
}
