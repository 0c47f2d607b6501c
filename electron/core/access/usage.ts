import type { Permission } from '#shared/model/permissions.ts';
import { every } from '../events/every.ts';
import type { Host } from '../host.ts';
import type { Store } from '../store/store.ts';
import { bitOf } from './bits.ts';
import type { IndexedNode } from './indexed-node.ts';
import { sourcesAt } from './sources.ts';

const hourMs = 3_600_000;
const flushEveryMs = 60_000;
/** So that a script which walks everything costs no memory; what was forgotten is noted again. */
const mostSeen = 100_000;

/** Remembers who exercised what, for the access review; see `createUsage`. */
export interface Usage {
  /** Notes an allowed operation; costs a look-up or two, and writes nothing. */
  note(accountId: string, permission: Permission | undefined, node: IndexedNode | null): void;
  /** The moment of a member's last operation since the core was opened, also where it is not written yet. */
  activeAt(memberId: string): number | undefined;
  /** Writes what was noted. */
  flush(): void;
  /** Stops, and writes the rest. */
  close(): void;
}

interface Noted {
  readonly memberId: string;
  readonly permission: Permission | undefined;
  readonly node: IndexedNode;
  readonly at: number;
}

const writeActive = (store: Store, active: ReadonlyMap<string, number>): void => {
  const update = store.database.connection.prepare(
    'UPDATE member SET active_at = ? WHERE id = ? AND coalesce(active_at, 0) < ?',
  );
  for (const [memberId, at] of active) update.run(at, memberId, at);
};

const write = (store: Store, noted: readonly Noted[]): void => {
  const { connection } = store.database;
  const used = connection.prepare(
    `INSERT INTO permission_use (member_id, permission, used_at) SELECT id, ?, ? FROM member WHERE id = ?
     ON CONFLICT (member_id, permission) DO UPDATE SET used_at = max(used_at, excluded.used_at)`,
  );
  // the hour that a use falls in may have begun before the grant was given
  const grantUsed = connection.prepare('UPDATE access_grant SET used_at = max(?, created_at) WHERE id = ?');
  for (const { memberId, permission, node, at } of noted) {
    if (!permission) continue;
    used.run(permission, at, memberId);
    for (const id of exercised(store, memberId, permission, node, at)) grantUsed.run(at, id);
  }
};

/** The grants without which the member could not have done it; none where the role or an extra holds it. */
const exercised = (
  { access }: Store,
  memberId: string,
  permission: Permission,
  node: IndexedNode,
  at: number,
): string[] => {
  const sources = sourcesAt(access, memberId, node, at, bitOf(permission));
  return sources.some(({ grant }) => grant === null) ? [] : sources.flatMap(({ grant }) => grant?.id ?? []);
};

/**
 * Notes in memory, and writes every minute and at the end: who was active to the moment, what was used to the hour. A use
 * that is lost with a crash makes a review say "unused" for an hour more, while one write a request would double the cost
 * of every read.
 */
export const createUsage = (store: Store, log: Host['log']): Usage => {
  const noted = new Map<string, Noted>();
  /** When each member was active last; those of `fresh` are not written yet. */
  const active = new Map<string, number>();
  const fresh = new Map<string, number>();
  /** What was noted in the hour that runs, so that the rest of it costs one look-up. */
  let seen = new Set<string>();
  let hour = 0;
  const flush = (): void => {
    if (noted.size + fresh.size === 0) return;
    const batch = [...noted.values()];
    store.write(() => {
      writeActive(store, fresh);
      write(store, batch);
    });
    noted.clear();
    fresh.clear();
  };
  const stop = every(flushEveryMs, flush, { log, what: 'writing down what was used' });
  return {
    note(accountId, permission, node) {
      const memberId = node?.subjects.get(accountId)?.memberId;
      if (!node || !memberId) return;
      const at = store.now();
      active.set(memberId, at);
      fresh.set(memberId, at);
      const current = Math.floor(at / hourMs);
      if (current !== hour || seen.size >= mostSeen) {
        hour = current;
        seen = new Set();
      }
      const key = `${memberId} ${permission ?? ''} ${node.id}`;
      if (seen.has(key)) return;
      seen.add(key);
      noted.set(key, { memberId, permission, node, at: current * hourMs });
    },
    activeAt: (memberId) => active.get(memberId),
    flush,
    close() {
      stop();
      try {
        flush();
      } catch (error) {
        log.error('what was used could not be written', { error: String(error) });
      }
    },
  };
};
