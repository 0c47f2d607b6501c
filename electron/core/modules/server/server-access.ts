import type { GaugeSample } from '#shared/contract/log.ts';
import type { Freshness, ServerConnection } from '#shared/contract/server.ts';
import { isAppError } from '#shared/model/errors.ts';
import { ServerFreshness } from '../../events/server-freshness.ts';
import type { Host } from '../../host.ts';
import type { Hold, Lease, ServerPool, ServerState } from '../../remote/ssh/pool.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { instant } from '../node/index.ts';
import { createDockerWatch } from './docker-watch.ts';
import { createGauges } from './gauges.ts';

/** The core's way to its servers: one shared connection each, opened when first used. */
export interface ServerAccess {
  /**
   * Runs something on the server's connection; opens it where needed. UNREACHABLE where that fails, with
   * the circuit breaker's last reason while it is open.
   */
  use<T>(serverId: string, run: (connection: SshConnection) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Like `use` for what outlives one function, such as a stream or a terminal: release it exactly once. */
  acquire(serverId: string, signal?: AbortSignal): Promise<Lease>;
  /** Keeps the server connected, reconnecting by itself, until released. */
  hold(serverId: string): Hold;
  connectionOf(serverId: string): ServerConnection;
  readonly freshness: Pick<ServerFreshness, 'isTroubled' | 'wasThere'>;
  /**
   * Watches over a question to the server: one that is not answered in time (a second unless said) makes all that is known
   * of it stale.
   */
  asked<T>(serverId: string, answer: Promise<T>, patienceMs?: number): Promise<T>;
  /** How fresh what is known of the server is; `seenAt` is when the store last saw it. */
  freshnessOf(serverId: string, seenAt: number | null): Freshness;
  /** Called when a server's connection comes up or goes down; answers how to stop. */
  onState(listener: (serverId: string, connection: ServerConnection) => void): () => void;
  /** Follows the gauges of a server; all readers share one poller, which ends with the last of them. */
  gauges(serverId: string, signal: AbortSignal): AsyncGenerator<GaugeSample, void>;
  /** Announces changes of kind `docker` on the server for the next ten minutes, from Docker's own events. */
  watchDocker(serverId: string): void;
  /** Closes the connection and forgets breaker and pins, after an edit or a deletion. */
  reset(serverId: string): void;
  close(): Promise<void>;
}

const toConnection = (state: ServerState): ServerConnection => ({
  state: state.status === 'stopped' ? 'down' : state.status,
  since: instant(state.since),
  ...(isAppError(state.error, 'UNREACHABLE') ? { reason: state.error.data.reason } : {}),
  ...(state.error ? { message: state.error.message } : {}),
});

const sawServer = (store: Store, serverId: string): void =>
  store.write((tx) => {
    tx.database.run(sql.updateTable('server').set({ seen_at: tx.now }).where('id', '=', serverId));
    tx.announce({ kind: 'server', nodeId: serverId, verb: 'state' });
  });

/** Tells everybody who may see the server that its state changed; what was seen is remembered. */
const announceState = (store: Store, serverId: string, wasUp: boolean, isUp: boolean): void => {
  const node = store.access.node(serverId);
  if (!node) return;
  if (wasUp !== isUp) {
    sawServer(store, serverId);
    return;
  }
  const change = { kind: 'server', nodeId: serverId, parentId: node.organizationId, verb: 'state' } as const;
  store.changes.publish(node.organizationId, [change]);
};

/** Tells of a server, and of what runs there, that what is known is old now, or no more. */
const announceFreshness = (store: Store, serverId: string): void => {
  const node = store.access.node(serverId);
  if (!node) return;
  const rows = store.database.all(
    sql.selectFrom('service').select('id').where('server_id', '=', serverId).where('state', '<>', 'none'),
  );
  const changes = [
    { id: serverId, kind: 'server' as const },
    ...rows.map(({ id }) => ({ id, kind: 'service' as const })),
  ];
  store.changes.publish(
    node.organizationId,
    changes.map(({ id, kind }) => ({
      kind,
      nodeId: id,
      parentId: store.access.node(id)?.parent?.id ?? null,
      verb: 'state' as const,
    })),
  );
};

/** A hold that may be released before the pool that it is of was loaded. */
const holdWhenOpen = (opening: Promise<ServerPool>, serverId: string): Hold => {
  let inner: Hold | undefined;
  let isReleased = false;
  void opening.then(
    (pool) => {
      if (!isReleased) inner = pool.hold(serverId);
    },
    // whoever uses the pool next meets the same failure and reports it
    () => undefined,
  );
  const release = (): void => {
    isReleased = true;
    inner?.release();
    inner = undefined;
  };
  return { release, [Symbol.dispose]: release };
};

const openPool = async (parts: { store: Store; host: Host }): Promise<ServerPool> => {
  const { openServerPool } = await import('./open-pool.ts');
  return openServerPool(parts);
};

/** Makes the way to all servers. SSH is loaded at the first use, so that the host starts fast. */
export const createServerAccess = (parts: { store: Store; host: Host }): ServerAccess => {
  const { store, host } = parts;
  const listeners = new Set<(serverId: string, connection: ServerConnection) => void>();
  const up = new Set<string>();
  const idle: ServerConnection = { state: 'idle', since: instant(host.now()) };
  const freshness = new ServerFreshness({
    now: host.now,
    tell: (serverId) => {
      if (!isClosed) announceFreshness(store, serverId);
    },
  });
  let opening: Promise<ServerPool> | undefined;
  let opened: ServerPool | undefined;
  let isClosed = false;

  const onState = (serverId: string, state: ServerState): void => {
    if (isClosed) return;
    const [wasUp, isUp] = [up.has(serverId), state.status === 'up'];
    if (isUp) up.add(serverId);
    else up.delete(serverId);
    announceState(store, serverId, wasUp, isUp);
    freshness.connection(serverId, toConnection(state));
    for (const listener of listeners) listener(serverId, toConnection(state));
  };

  const pool = (): Promise<ServerPool> => {
    opening ??= openPool(parts).then((made) => {
      made.onState(onState);
      opened = made;
      if (isClosed) made.close();
      return made;
    });
    return opening;
  };

  const use: ServerAccess['use'] = async (serverId, run, signal) =>
    (await pool()).use(serverId, run, { signal });
  const acquire: ServerAccess['acquire'] = async (serverId, signal) =>
    (await pool()).acquire(serverId, { signal });
  const gauges = createGauges({ use, asked: (...question) => freshness.asked(...question) });
  const dockerWatch = createDockerWatch({ store, acquire, log: host.log });

  /** A server that was forgotten, alone or with its organization, keeps neither connection nor watch. */
  const stopForgetting = store.access.onChange(() => {
    for (const serverId of up) {
      if (store.access.node(serverId)) continue;
      dockerWatch.stop(serverId);
      opened?.reset(serverId);
      freshness.forget(serverId);
    }
  });

  const connectionOf = (serverId: string): ServerConnection =>
    opened ? toConnection(opened.state(serverId)) : idle;

  return {
    use,
    acquire,
    freshness,
    asked: (...question) => freshness.asked(...question),
    freshnessOf: (serverId, seenAt) => freshness.of(serverId, connectionOf(serverId), seenAt),
    hold: (serverId) => (opened ? opened.hold(serverId) : holdWhenOpen(pool(), serverId)),
    connectionOf,
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    gauges: gauges.follow,
    watchDocker: dockerWatch.watch,
    reset(serverId) {
      opened?.reset(serverId);
    },
    async close() {
      isClosed = true;
      stopForgetting();
      listeners.clear();
      gauges.close();
      dockerWatch.close();
      opened?.close();
    },
  };
};
