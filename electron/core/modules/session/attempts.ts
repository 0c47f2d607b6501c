import { sql } from '../../store/database.ts';
import type { Transaction } from '../../store/store.ts';

/** How often somebody failed, and when last. */
export interface Failures {
  readonly count: number;
  readonly lastAt: number;
}

const rememberedMs = 15 * 60_000;
const rememberedMost = 10_000;
/** How many make room at once, so that not every newcomer of a flood has to look for it. */
const roomFor = 100;

/**
 * Lets go what is a quarter of an hour old. What lies in the future was written before the clock was set back: it
 * counts as of now, so that nobody waits longer for it than they would have.
 */
export const settle = ({ database, now }: Transaction): void => {
  database.run(sql.updateTable('sign_in_attempt').set({ last_at: now }).where('last_at', '>', now));
  database.run(sql.deleteFrom('sign_in_attempt').where('last_at', '<=', now - rememberedMs));
};

export const failuresOf = ({ database }: Transaction, subject: string): Failures => {
  const row = database.first(
    sql.selectFrom('sign_in_attempt').select(['failures', 'last_at']).where('subject', '=', subject),
  );
  return { count: row?.failures ?? 0, lastAt: row?.last_at ?? 0 };
};

const isFull = ({ database }: Transaction): boolean => {
  const rows = sql.selectFrom('sign_in_attempt').select(({ fn }) => fn.countAll<number>().as('count'));
  return (database.first(rows)?.count ?? 0) >= rememberedMost;
};

/** Those who failed least go first: many new names push nobody out who is being guessed at. */
const makeRoom = ({ database }: Transaction): void => {
  const least = sql.selectFrom('sign_in_attempt').select('subject').orderBy('failures').orderBy('last_at');
  database.run(sql.deleteFrom('sign_in_attempt').where('subject', 'in', least.limit(roomFor)));
};

/** Keeps how often somebody failed; nothing where that is never. */
export const keepFailures = (tx: Transaction, subject: string, { count, lastAt }: Failures): void => {
  if (count <= 0) {
    tx.database.run(sql.deleteFrom('sign_in_attempt').where('subject', '=', subject));
    return;
  }
  const told = { failures: count, last_at: lastAt };
  const known = sql.updateTable('sign_in_attempt').set(told).where('subject', '=', subject);
  if (tx.database.run(known) > 0) return;
  if (isFull(tx)) makeRoom(tx);
  tx.database.run(sql.insertInto('sign_in_attempt').values({ subject, ...told }));
};
