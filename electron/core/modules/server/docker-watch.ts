import type { Log } from '../../host.ts';
import type { DockerClient } from '../../remote/docker/client.ts';
import type { Lease } from '../../remote/ssh/pool.ts';
import type { Store } from '../../store/store.ts';

const watchedMs = 10 * 60_000;
const quietMs = 500;

/** What health checks and people's shells cause all the time without anything changing. */
const isNoise = (action: string): boolean => /^(exec_|top$|attach$|resize$|archive-path$)/.test(action);

/** Announces what changes in Docker on the servers that somebody looks at. */
export interface DockerWatch {
  /** Announces changes of kind `docker` on the server for the next ten minutes; says nothing of failures. */
  watch(serverId: string): void;
  /** Ends it before its time, such as for a server that was forgotten. */
  stop(serverId: string): void;
  close(): void;
}

interface Watched {
  readonly abort: AbortController;
  timer: NodeJS.Timeout;
}

/** Calls at once and then at most every half second, the last time after the last call. */
const throttle = (run: () => void, signal: AbortSignal): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  let isWanted = false;
  const tick = (): void => {
    timer = undefined;
    if (signal.aborted || !isWanted) return;
    isWanted = false;
    run();
    timer = setTimeout(tick, quietMs).unref();
  };
  return () => {
    isWanted = true;
    if (!timer) tick();
  };
};

/** Makes the watch; `acquire` opens or shares a server's connection. */
export const createDockerWatch = (parts: {
  store: Store;
  acquire: (serverId: string, signal: AbortSignal) => Promise<Lease>;
  log: Log;
}): DockerWatch => {
  const { store, acquire, log } = parts;
  const watched = new Map<string, Watched>();

  const announce = (serverId: string): void => {
    const node = store.access.node(serverId);
    if (!node) return;
    const { organizationId } = node;
    const change = { kind: 'docker', nodeId: serverId, parentId: organizationId, verb: 'state' } as const;
    store.changes.publish(organizationId, [change]);
  };

  const follow = async (serverId: string, signal: AbortSignal): Promise<void> => {
    const [{ dockerOver }, { followEvents }] = await Promise.all([
      import('../../remote/docker/client.ts'),
      import('../../remote/docker/events.ts'),
    ]);
    let lease: Lease | undefined;
    const open = async (): Promise<DockerClient> => {
      lease?.release();
      lease = await acquire(serverId, signal);
      return dockerOver(lease.connection);
    };
    const changed = throttle(() => announce(serverId), signal);
    let isOpen = false;
    try {
      for await (const event of followEvents(open, { types: ['container', 'service'], signal })) {
        // the first `open` tells nothing new to whoever has just read the list; after a gap it does
        if (event.type === 'open' ? isOpen : !isNoise(event.action)) changed();
        isOpen = true;
      }
    } finally {
      lease?.release();
    }
  };

  const stop = (serverId: string): void => {
    const entry = watched.get(serverId);
    watched.delete(serverId);
    clearTimeout(entry?.timer);
    entry?.abort.abort();
  };

  const start = (serverId: string): Watched => {
    const abort = new AbortController();
    const entry = { abort, timer: setTimeout(() => undefined, 0) };
    follow(serverId, abort.signal)
      .catch((error: unknown) => {
        if (!abort.signal.aborted) log.warn('watching Docker ended', { serverId, error: String(error) });
      })
      .finally(() => {
        if (watched.get(serverId) === entry) stop(serverId);
      });
    watched.set(serverId, entry);
    return entry;
  };

  return {
    watch(serverId) {
      const entry = watched.get(serverId) ?? start(serverId);
      clearTimeout(entry.timer);
      entry.timer = setTimeout(() => stop(serverId), watchedMs);
      entry.timer.unref();
    },
    stop,
    close() {
      for (const serverId of [...watched.keys()]) stop(serverId);
    },
  };
};
