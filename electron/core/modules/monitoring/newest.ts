import type { MonitoringContext } from './context.ts';

/** The newest sample of a server, and when it came. */
export interface Sample<T> {
  readonly value: T;
  readonly at: number;
}

/** A poll that failed, such as of a server without Docker, is begun again after this long. */
const againAfterMs = 10_000;

interface Reader<T> {
  readonly abort: AbortController;
  /** Settles with the first sample, or with the end. */
  readonly begun: Promise<void>;
  latest: Sample<T> | undefined;
  endedAt: number | undefined;
}

/** Keeps the newest sample of each server that it is told to read; what a poll told last outlives it. */
export class Newest<T> {
  readonly #context: Pick<MonitoringContext, 'store' | 'servers'>;
  readonly #open: (serverId: string, signal: AbortSignal) => AsyncIterable<T>;
  readonly #readers = new Map<string, Reader<T>>();

  constructor(
    context: Pick<MonitoringContext, 'store' | 'servers'>,
    open: (serverId: string, signal: AbortSignal) => AsyncIterable<T>,
  ) {
    this.#context = context;
    this.#open = open;
  }

  /** Reads exactly these servers from now on, those of them that are connected: looking connects none. */
  keep(serverIds: ReadonlySet<string>): void {
    for (const [serverId, { abort }] of this.#readers) {
      if (serverIds.has(serverId)) continue;
      abort.abort();
      this.#readers.delete(serverId);
    }
    for (const serverId of serverIds) if (this.#isDue(serverId)) this.#begin(serverId);
  }

  of(serverId: string): Sample<T> | undefined {
    return this.#readers.get(serverId)?.latest;
  }

  /** Resolves when each server that is read told something, or failed to. */
  async begun(): Promise<void> {
    await Promise.all([...this.#readers.values()].map((reader) => reader.begun));
  }

  close(): void {
    this.keep(new Set());
  }

  #isDue(serverId: string): boolean {
    const { servers, store } = this.#context;
    if (servers.connectionOf(serverId).state !== 'up') return false;
    const reader = this.#readers.get(serverId);
    if (!reader) return true;
    return reader.endedAt !== undefined && store.now() - reader.endedAt > againAfterMs;
  }

  #begin(serverId: string): void {
    const first = Promise.withResolvers<void>();
    const reader: Reader<T> = {
      abort: new AbortController(),
      begun: first.promise,
      latest: this.of(serverId),
      endedAt: undefined,
    };
    this.#readers.set(serverId, reader);
    const end = (): void => {
      reader.endedAt = this.#context.store.now();
      first.resolve();
    };
    // why it ended is told by how fresh the server is
    this.#read(serverId, reader, first.resolve).then(end, end);
  }

  async #read(serverId: string, reader: Reader<T>, told: () => void): Promise<void> {
    for await (const value of this.#open(serverId, reader.abort.signal)) {
      reader.latest = { value, at: this.#context.store.now() };
      told();
    }
  }
}
