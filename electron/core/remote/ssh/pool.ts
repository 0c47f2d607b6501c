import { connect as connectOverSsh } from './connect.ts';
import { cancelled } from './failure.ts';
import { PoolEntry, type PoolEntryOptions, type ServerState } from './pool-entry.ts';
import type { SshConnection, SshTarget } from './types.ts';

export type { ServerState } from './pool-entry.ts';

/** A use of the shared connection; release it exactly once, more often does no harm. */
export interface Lease extends Disposable {
  readonly connection: SshConnection;
  release(): void;
}

/** Keeps a server's connection up for as long as it is held. */
export interface Hold extends Disposable {
  release(): void;
}

export interface ServerPoolOptions {
  /** Asked at every (re)connect, so that an edited server takes effect with `reset`. */
  readonly resolve: (serverId: string) => Promise<SshTarget>;
  readonly connect?: PoolEntryOptions['connect'] | undefined;
  readonly idleMs?: number | undefined;
  readonly maxBackoffMs?: number | undefined;
}

/**
 * One shared connection a server. While a server is in its back-off, or stopped for its host key, a use
 * rejects at once with the failure that led there; one server's trouble delays no other.
 */
export interface ServerPool {
  acquire(serverId: string, options?: { signal?: AbortSignal | undefined }): Promise<Lease>;
  use<T>(
    serverId: string,
    run: (connection: SshConnection) => Promise<T>,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<T>;
  hold(serverId: string): Hold;
  state(serverId: string): ServerState;
  /** Hears every change of any server; the function it returns ends that. */
  onState(listener: (serverId: string, state: ServerState) => void): () => void;
  reset(serverId: string): void;
  /** Closes everything and refuses further use. */
  close(): void;
}

const once = (release: () => void) => {
  let isReleased = false;
  const releaseOnce = () => {
    if (isReleased) return;
    isReleased = true;
    release();
  };
  return { release: releaseOnce, [Symbol.dispose]: releaseOnce };
};

/** Makes the pool; nothing is connected before the first use or hold. */
export const createServerPool = (options: ServerPoolOptions): ServerPool => {
  const { resolve, connect = connectOverSsh, idleMs = 30_000, maxBackoffMs = 60_000 } = options;
  const entries = new Map<string, PoolEntry>();
  const listeners = new Set<(serverId: string, state: ServerState) => void>();
  const entryOf = (serverId: string): PoolEntry => {
    const known = entries.get(serverId);
    if (known) return known;
    const onState = (state: ServerState) => {
      for (const listener of listeners) listener(serverId, state);
    };
    const made = new PoolEntry({ resolve: () => resolve(serverId), connect, idleMs, maxBackoffMs, onState });
    entries.set(serverId, made);
    return made;
  };
  let isClosed = false;
  const acquire: ServerPool['acquire'] = async (serverId, { signal } = {}) => {
    if (isClosed) throw cancelled('The connection');
    const entry = entryOf(serverId);
    const connection = await entry.acquire(signal);
    return { connection, ...once(() => entry.release()) };
  };
  return {
    acquire,
    async use(serverId, run, useOptions) {
      using lease = await acquire(serverId, useOptions);
      return await run(lease.connection);
    },
    hold(serverId) {
      const entry = entryOf(serverId);
      entry.hold();
      return once(() => entry.unhold());
    },
    state: (serverId) => entryOf(serverId).state,
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reset: (serverId) => entryOf(serverId).reset(),
    close() {
      isClosed = true;
      for (const entry of entries.values()) entry.close();
    },
  };
};
