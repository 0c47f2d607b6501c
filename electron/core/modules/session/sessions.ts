import { AppError, isAppError } from '#shared/model/errors.ts';
import { every } from '../../events/every.ts';
import type { Log } from '../../host.ts';
import { createBucket } from '../../rpc/bucket.ts';
import type { Caller } from '../../rpc/caller.ts';
import type { Connection } from '../../rpc/context.ts';
import { type Database, sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { createIdentify } from './identify.ts';
import { endOf, isLocked } from './lifetimes.ts';
import { createThrottle, type Throttle } from './throttle.ts';
import { hashOfToken, isSessionToken } from './tokens.ts';

/** Who is signed in where; lives as long as the core. */
export interface Sessions {
  /** Who asks on a connection now. */
  whoAsks(connection: Connection): Caller;
  /** The session of a token, if it still lives. */
  find(token: string): string | undefined;
  /** Notes that a session is in use, once a minute at most. */
  touch(connection: Connection): void;
  /** Calls back when a session may have ended or been locked; answers how to stop. */
  onChange(listener: () => void): () => void;
  /** Tells that sessions ended; call it by `tx.afterCommit`. */
  changed(): void;
  /** Whether a session goes on, locked or not. */
  isLive(sessionId: string): boolean;
  /** Whether it goes on and is not locked. */
  isOpen(sessionId: string): boolean;
  readonly throttle: Throttle;
  /** LIMIT where a connection on which nobody is signed in asks too often. */
  requireCalm(connection: Connection): void;
  close(): void;
}

/** Calls of a connection on which nobody is signed in. */
const anonymousCalls = { most: 100, perSecond: 10 };

const touchEveryMs = 60_000;
const sweepEveryMs = 5_000;

const lockColumns = sql
  .selectFrom('session')
  .innerJoin('account', 'account.id', 'session.account_id')
  .select([
    'session.id',
    'is_remembered',
    'transport',
    'session.created_at',
    'seen_at',
    'active_at',
    'locked_at',
    'lock_after_minutes',
  ]);

/** Lets sessions go whose end has come and locks those that were left alone; tells of them though it can't be written. */
const sweep = ({ database, now }: Store, changed: () => void): void => {
  const at = now();
  const rows = database.all(lockColumns);
  const ended = rows.filter((row) => endOf(row) <= at);
  const left = rows.filter((row) => row.locked_at === null && isLocked(row, at));
  if (ended.length + left.length === 0) return;
  try {
    endAndLock(database, { ended, left, at });
  } finally {
    changed();
  }
};

const endAndLock = (
  database: Database,
  { ended, left, at }: { ended: readonly { id: string }[]; left: readonly { id: string }[]; at: number },
): void => {
  for (const { id } of ended) database.run(sql.deleteFrom('session').where('id', '=', id));
  for (const { id } of left) {
    database.run(sql.updateTable('session').set({ locked_at: at }).where('id', '=', id));
  }
};

/** Makes the keeper of sessions. Its clock wakes it every few seconds; decisions never wait for that. */
export const createSessions = (store: Store, log: Log): Sessions => {
  const { database } = store;
  const listeners = new Set<() => void>();
  const identify = createIdentify(database, store.now);
  const seen = new Map<string, number>();
  const changed = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const live = (column: 'session.id' | 'session.token_hash', value: string): string | undefined => {
    const row = database.first(lockColumns.where(column, '=', value));
    return row && endOf(row) > store.now() ? row.id : undefined;
  };
  const buckets = new WeakMap<Connection, () => number>();
  const stop = every(sweepEveryMs, () => sweep(store, changed), { log, what: 'ending sessions' });
  return {
    whoAsks: identify,
    find: (token) => (isSessionToken(token) ? live('session.token_hash', hashOfToken(token)) : undefined),
    touch: ({ identity }) => {
      if (identity.type !== 'session') return;
      const at = store.now();
      if (at - (seen.get(identity.sessionId) ?? 0) < touchEveryMs) return;
      if (seen.size > 10_000) seen.clear();
      seen.set(identity.sessionId, at);
      try {
        database.run(sql.updateTable('session').set({ seen_at: at }).where('id', '=', identity.sessionId));
      } catch (error) {
        // Reading goes on though the disk is full.
        if (!isAppError(error, 'LIMIT')) throw error;
      }
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed,
    isLive: (sessionId) => live('session.id', sessionId) !== undefined,
    isOpen: (sessionId) => {
      const row = database.first(lockColumns.where('session.id', '=', sessionId));
      return row !== undefined && endOf(row) > store.now() && !isLocked(row, store.now());
    },
    requireCalm: (connection) => {
      if (connection.identity.type !== 'nobody') return;
      const wait = buckets.get(connection) ?? createBucket(anonymousCalls, store.now);
      buckets.set(connection, wait);
      const waitMs = wait();
      if (waitMs === 0) return;
      const retryAt = new Date(store.now() + waitMs).toISOString();
      const limit = anonymousCalls.perSecond;
      throw new AppError('LIMIT', { what: 'Calls a second without signing in', limit, retryAt });
    },
    throttle: createThrottle(store),
    close: stop,
  };
};
