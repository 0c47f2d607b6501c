import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { loadAccess } from './access/index.ts';
import { type CoreParts, createParts } from './create-parts.ts';
import { ChangeFeed } from './events/change-feed.ts';
import { every } from './events/every.ts';
import type { Host, Log } from './host.ts';
import { sealOldChains, watchTrail } from './modules/audit/index.ts';
import { noteRestore, tellOfDamage } from './modules/organization/index.ts';
import type { FirstRun } from './modules/session/index.ts';
import { foundStore, operatorOf, resetPassword } from './modules/session/index.ts';
import type { Transport } from './rpc/caller.ts';
import type { Connection, Identity, RequestContext } from './rpc/context.ts';
import { isStream, mapStreamErrors } from './rpc/map-stream-errors.ts';
import { backUpDaily } from './store/backups.ts';
import { type Database, type DiskListener, sql } from './store/database.ts';
import { lockStore } from './store/lock.ts';
import { refuseDamaged } from './store/lost-store.ts';
import { openDatabase } from './store/open-database.ts';
import { createSealer } from './store/sealed.ts';
import { createStore, type Store } from './store/store.ts';
import { tellWholeCheck } from './store/whole-check.ts';

/** What a transport says of a new connection. */
export interface ConnectionParts {
  readonly transport: Transport;
  /** A function for a connection that speaks for whom another one does. */
  readonly identity?: Identity | (() => Identity);
  /** In the place of an identity: this process speaks for that account. */
  readonly accountId?: string;
  readonly address?: string;
  readonly agent?: string;
}

/** One connection of somebody: its requests, streams and terminals belong together. */
export interface Session {
  /** The initial context of every request on this connection. */
  readonly context: RequestContext;
}

/** The core as it runs. Its router is a constant, which a host loads when the first request wants it. */
export interface OpenCore {
  /** What the composition root made, for the hosts; no module can reach it. */
  readonly services: CoreParts;
  /** To be given to every oRPC handler and client: maps errors to the wire. */
  readonly handlerOptions: { readonly clientInterceptors: [ErrorInterceptor] };
  /**
   * Opens a connection for whom the transport found it to speak (`electron/headless/http/authenticate.ts`): the
   * person at this machine where it says nothing, or a given account.
   */
  openSession(parts: ConnectionParts): Session;
  /** Sets an empty store up; on one that has an account it changes nothing. */
  ensureOwner(owner: FirstRun): void;
  /** Local recovery of an account, by whoever holds the machine; see `resetPassword`. */
  resetPassword(account: { email: string; password: string }): Promise<void>;
  close(): Promise<void>;
}

type ErrorInterceptor = <T>(options: { next(): Promise<T> }) => Promise<T>;

const dataKeyName = 'data_key';

/** The store's data key, made at the first start and kept wrapped by the host's vault. */
const openDataKey = async (host: Host, database: Database): Promise<Uint8Array> => {
  const kept = database.first(sql.selectFrom('meta').select('value').where('key', '=', dataKeyName));
  if (kept) return host.vault.unwrap(kept.value as Uint8Array);
  if (host.dataFolder !== null && database.first(sql.selectFrom('account').select('id').limit(1))) {
    refuseDamaged(host.dataFolder, database.connection.name, new Error('its data key is gone'));
  }
  const dataKey = randomBytes(32);
  const wrapped = await host.vault.wrap(dataKey);
  database.run(sql.insertInto('meta').values({ key: dataKeyName, value: wrapped }));
  return dataKey;
};

const tellOfDisk = (log: Log): DiskListener => ({
  failed: (problem) => log.error('the store cannot be written', { error: problem.message }),
  recovered: (failures) => log.info('the store can be written again', { failures }),
});

const openStore = async (host: Host): Promise<{ store: Store; close(): void }> => {
  if (host.dataFolder !== null) mkdirSync(host.dataFolder, { recursive: true, mode: 0o700 });
  const lock = host.dataFolder === null ? null : lockStore(host.dataFolder);
  let database: Database | undefined;
  try {
    database = await openDatabase(host.dataFolder, tellOfDisk(host.log));
    const opened = database;
    const sealer = createSealer(await openDataKey(host, database));
    sealOldChains({ database, sealer, now: host.now() });
    const changes = new ChangeFeed();
    const store = createStore({
      database,
      access: loadAccess(database, host.now),
      sealer,
      changes,
      now: host.now,
    });
    return {
      store,
      close: () => {
        opened.close();
        lock?.release();
      },
    };
  } catch (error) {
    database?.close();
    lock?.release();
    throw error;
  }
};

/** A grant or key that ends by time ends the streams it opened within this. */
const endCheckMs = 500;

const wholeCheckDelayMs = 5_000;
const backupDelayMs = 60_000;
/** Today's backup is made once; a try that failed, such as on a full disk, is made again this soon. */
const backupEveryMs = 15 * 60 * 1000;

/** Checks all of the store once the start is over, beside the work on it. */
const checkLater = (host: Host, store: Store): { stop(): void } => {
  const { dataFolder, log } = host;
  const end = new AbortController();
  if (dataFolder === null) return { stop: () => undefined };
  const check = (): void => {
    void tellWholeCheck(dataFolder, store.database.connection.name, {
      log,
      signal: end.signal,
      onDamage: (backup) => tellOfDamage(store, backup && basename(backup)),
    });
  };
  const timer = setTimeout(check, wholeCheckDelayMs).unref();
  return {
    stop: () => {
      clearTimeout(timer);
      end.abort();
    },
  };
};

/** One backup a day, the first a minute after the start, so that starting stays quick. */
const keepBackups = (host: Host, store: Store): { stop(): void } => {
  const { dataFolder } = host;
  if (dataFolder === null) return { stop: () => undefined };
  const run = (): void => {
    backUpDaily(store.database.connection, dataFolder, host.now()).catch((error: unknown) =>
      host.log.error('the daily backup failed', { error: String(error) }),
    );
  };
  const first = setTimeout(run, backupDelayMs).unref();
  const later = setInterval(run, backupEveryMs).unref();
  return {
    stop: () => {
      clearTimeout(first);
      clearInterval(later);
    },
  };
};

/** How long an orderly end may take, and what is let go after it. */
const endMs = 5_000;
const letGoMs = 2_000;

const isDoneWithin = async (work: Promise<unknown>, ms: number): Promise<boolean> => {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), ms);
  try {
    return await Promise.race([work.then(() => true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
};

/** The connection of a transport, before anybody signs in on it. */
const connectionOf = (parts: ConnectionParts): Connection => {
  const { transport, accountId, identity = { type: 'operator' }, address = '', agent = '' } = parts;
  const base = { id: randomUUID(), transport, address, agent };
  if (typeof identity === 'object') {
    return { ...base, identity: accountId ? { type: 'account', accountId } : identity };
  }
  return {
    ...base,
    get identity() {
      return identity();
    },
  };
};

/**
 * Opens the store and puts together all of the product but its router, whose schemas cost more time than all
 * the rest: a host that must start fast loads that later. Rejects with BUSY where another process holds the store,
 * with CONFLICT on `store` where the file is damaged or newer; neither changes anything.
 */
export const openCore = async (host: Host): Promise<OpenCore> => {
  const { store, close } = await openStore(host);
  const parts = createParts({ store, host });
  const { servers, runs, sessions, terminals, tunnels, deployments, databases, routing, apiKeys } = parts;
  noteRestore(store);
  const backups = keepBackups(host, store);
  const trail = watchTrail(store, host);
  const check = checkLater(host, store);
  const stopEnds = every(endCheckMs, () => store.access.advance(), { log: host.log, what: 'ending grants' });
  runs.recover();
  databases.recover();
  routing.recover();
  parts.certificateWatch.recover();
  const recovery = deployments
    .recover()
    .catch((error: unknown) => host.log.error('recovery failed', { error: String(error) }));
  parts.folders
    .sweep()
    .catch((error: unknown) => host.log.error('abandoned uploads stay', { error: String(error) }));
  const map = async (error: unknown): Promise<unknown> => {
    const { mapError } = await import('./rpc/map-errors.ts');
    return mapError(error, host.log);
  };
  const mapErrors: ErrorInterceptor = async ({ next }) => {
    try {
      const output = await next();
      return isStream(output) ? (mapStreamErrors(output, map) as unknown as typeof output) : output;
    } catch (error) {
      throw await map(error);
    }
  };
  let ending: Promise<void> | undefined;
  return {
    services: parts,
    handlerOptions: { clientInterceptors: [mapErrors] },
    openSession: (asked) => {
      const connection = connectionOf(asked);
      return { context: { store, connection, whoAsks: () => sessions.whoAsks(connection) } };
    },
    ensureOwner: (owner) => {
      if (!operatorOf(store)) foundStore(store, owner);
    },
    resetPassword: (account) => resetPassword(parts, account),
    close: () => {
      ending ??= end();
      return ending;
    },
  };

  async function end(): Promise<void> {
    backups.stop();
    check.stop();
    stopEnds();
    apiKeys.close();
    parts.autoDeploys.close();
    parts.leftovers.close();
    databases.close();
    parts.usage.close();
    sessions.close();
    const ended = [
      terminals.close(),
      tunnels.close(),
      routing.close(),
      parts.certificateWatch.close(),
      recovery,
    ];
    const work = Promise.all([runs.close().then(() => deployments.close()), ...ended]);
    // What still waits for a server by then is let go by closing the connections; it is taken up at the next start.
    if (!(await isDoneWithin(work, endMs))) host.log.warn('ended while a server still kept us waiting');
    await parts.auditSearch.close();
    await servers.close();
    await isDoneWithin(work, letGoMs);
    await trail.close();
    close();
  }
};
