import { AppError } from '#shared/model/errors.ts';
import { isLoopback } from '#shared/model/loopback.ts';
import type { Store, Transaction } from '../../store/store.ts';
import { type Failures, failuresOf, keepFailures, settle } from './attempts.ts';

/**
 * What delays whom: an account after few failures from one address or device, and after more from all of them together;
 * an address (where several people may sit) after more as well.
 */
const kinds = {
  account: { free: 4, longestMs: 60_000 },
  everywhere: { free: 40, longestMs: 60_000 },
  address: { free: 20, longestMs: 60_000 },
} as const;

export interface ThrottledBy {
  readonly kind: keyof typeof kinds;
  readonly key: string;
  /** Failures are counted for others, and delay nobody here: the caller is known. */
  readonly onlyCounts?: boolean;
}

/** Behind a tunnel or a proxy everybody has the address of this machine: it says nothing about who guesses. */
const isSomebodys = ({ kind, key }: ThrottledBy): boolean => kind !== 'address' || !isLoopback(key);

/**
 * Slows guessing down: every failure beyond the first few doubles the delay, up to a minute, and none lasts. It is kept
 * in the store, so that a restart is no way around it.
 */
export interface Throttle {
  /**
   * Counts an attempt before it is looked at, so that many at once gain nothing. LIMIT with `retryAt` where one
   * of these must wait; the attempt then counts for nothing.
   */
  begin(who: readonly ThrottledBy[]): Attempt;
}

export interface Attempt {
  /** It was right: the account is free again, the address gets its attempt back. */
  succeed(): void;
  /** It was neither: it is as if it had not been. */
  forget(): void;
}

/** An attempt that was counted, and what was known before. */
interface Counted {
  readonly kind: ThrottledBy['kind'];
  readonly subject: string;
  readonly before: Failures;
  readonly onlyCounts: boolean;
}

const delayOf = ({ free, longestMs }: (typeof kinds)[keyof typeof kinds], count: number): number =>
  count < free ? 0 : Math.min(longestMs, 1_000 * 2 ** Math.min(count - free, 10));

/** The instant before which no attempt is looked at. */
const waitsUntil = ({ kind, before, onlyCounts }: Counted): number =>
  onlyCounts ? 0 : before.lastAt + delayOf(kinds[kind], before.count);

const count = (tx: Transaction, { subject, before }: Counted): void =>
  keepFailures(tx, subject, { count: before.count + 1, lastAt: tx.now });

/** Takes one attempt back, and its delay too unless somebody failed meanwhile. */
const giveBack = (tx: Transaction, { subject, before }: Counted): void => {
  const now = failuresOf(tx, subject);
  const isLast = now.count === before.count + 1;
  keepFailures(tx, subject, isLast ? before : { count: now.count - 1, lastAt: now.lastAt });
};

/** By what guesses at an account are counted, from one address and from everywhere. */
export function guessesFrom(address: string, guessed: string): readonly ThrottledBy[] {
  return [
    { kind: 'account', key: `${guessed} from ${isLoopback(address) ? '' : address}` },
    { kind: 'everywhere', key: guessed },
  ];
}

export const createThrottle = (store: Store): Throttle => {
  const lookUp = (tx: Transaction, { kind, key, onlyCounts = false }: ThrottledBy): Counted => {
    const subject = tx.sealer.digest(`sign-in attempts of ${kind}: ${key}`);
    return { kind, subject, before: failuresOf(tx, subject), onlyCounts };
  };

  const clear = (tx: Transaction, counted: Counted): void => {
    if (counted.kind !== 'address' && !counted.onlyCounts)
      keepFailures(tx, counted.subject, { count: 0, lastAt: 0 });
    else giveBack(tx, counted);
  };

  return {
    begin(who) {
      const { at, until, counted } = store.write((tx) => {
        settle(tx);
        const found = who.filter(isSomebodys).map((each) => lookUp(tx, each));
        const latest = Math.max(0, ...found.map(waitsUntil));
        if (latest <= tx.now) for (const each of found) count(tx, each);
        return { at: tx.now, until: latest, counted: found };
      });
      if (until > at) {
        const retryAt = new Date(until).toISOString();
        throw new AppError('LIMIT', { what: 'Failed sign-ins', limit: kinds.account.free, retryAt });
      }
      const each = (undo: typeof clear) => () =>
        store.write((tx) => {
          for (const one of counted) undo(tx, one);
        });
      return { succeed: each(clear), forget: each(giveBack) };
    },
  };
};
