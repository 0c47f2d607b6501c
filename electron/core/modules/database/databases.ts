import { every } from '../../events/every.ts';
import type { Host } from '../../host.ts';
import type { Store } from '../../store/store.ts';
import type { ServerAccess } from '../server/index.ts';
import type { OpenedSession } from './sessions.ts';

/** Users that are made in databases for a while, and the one at a time who changes a password. */
export interface Databases {
  readonly servers: Pick<ServerAccess, 'use'>;
  /** Where the engine of a database listens in its container; null for what is none, or none that we can speak to. */
  portOf(serviceId: string): Promise<number | null>;
  /**
   * Makes a user in a running database, for nobody but its caller: it is written down before it is made, and dropped at
   * `closeSession`, when it expires, and, after a crash, at the next contact with its server. CONFLICT where the service is
   * no database that we can speak to, or nothing of it runs.
   */
  openSession(asked: { readonly serviceId: string; readonly lifetimeMs: number }): Promise<OpenedSession>;
  /** Drops the user and ends what it has open; where the server cannot be reached, later. May be called again. */
  closeSession(id: string): Promise<void>;
  /** Refuses a second change of one database's password while the first is under way: BUSY. */
  alone<T>(serviceId: string, work: () => Promise<T>): Promise<T>;
  /** After a start: nobody holds the sessions of before any more. */
  recover(): void;
  close(): void;
}

interface Parts {
  readonly store: Store;
  readonly host: Host;
  readonly servers: ServerAccess;
}

const sweepEveryMs = 30_000;

/** Makes them; nothing is connected or loaded before it is needed. */
export function createDatabases({ store, host, servers }: Parts): Databases {
  const changing = new Set<string>();
  const load = () => import('./sessions.ts');
  const sweep = (serverId?: string): void => {
    load()
      .then(async ({ dropEnded, hasEnded }) => {
        if (hasEnded(store)) await dropEnded({ store, servers, log: host.log }, serverId);
      })
      .catch((error: unknown) => host.log.error('sessions could not be dropped', { error: String(error) }));
  };
  const stops = [
    servers.onState((serverId, { state }) => {
      if (state === 'up') sweep(serverId);
    }),
    every(sweepEveryMs, () => sweep(), { log: host.log, what: 'dropping the users of sessions' }),
  ];
  return {
    servers,
    portOf: async (serviceId) => (await import('./open-database.ts')).spokenPort(store, serviceId),
    openSession: async (asked) => (await load()).openSession({ store, servers }, asked),
    closeSession: async (id) => (await load()).closeSession({ store, servers, log: host.log }, id),
    async alone(serviceId, work) {
      const { AppError } = await import('#shared/model/errors.ts');
      if (changing.has(serviceId)) throw new AppError('BUSY', { by: 'another change of its password' });
      changing.add(serviceId);
      try {
        return await work();
      } finally {
        changing.delete(serviceId);
      }
    },
    recover: () => endAll(store),
    close() {
      for (const stop of stops) stop();
    },
  };
}

/** Done before anything is connected, so that a session of this start is not taken for one of before. */
function endAll(store: Store): void {
  const { connection } = store.database;
  const open = connection.prepare('SELECT count(*) AS open FROM database_session WHERE ended_at IS NULL');
  if ((open.get() as { open: number }).open === 0) return;
  store.write((tx) =>
    tx.database.connection
      .prepare('UPDATE database_session SET ended_at = ? WHERE ended_at IS NULL')
      .run(tx.now),
  );
}
