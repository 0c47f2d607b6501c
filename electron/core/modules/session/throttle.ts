import { AppError } from '#shared/model/errors.ts';

interface Failures {
  count: number;
  /** No attempt is looked at before. */
  until: number;
  last: number;
}

/** What delays whom: an account after few failures, an address (where several people may sit) after more. */
const kinds = {
  account: { free: 4, longestMs: 60_000 },
  address: { free: 20, longestMs: 60_000 },
} as const;

export type ThrottledBy = { readonly kind: keyof typeof kinds; readonly key: string };

/** Slows guessing down: every failure beyond the first few doubles the delay, up to a minute, and none lasts. */
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

/** An attempt that was counted, and when its kind was free before. */
interface Counted {
  readonly each: ThrottledBy;
  readonly until: number;
}

const forgetAfterMs = 15 * 60_000;
const rememberedMost = 10_000;

const delayOf = ({ free, longestMs }: (typeof kinds)[keyof typeof kinds], count: number): number =>
  count < free ? 0 : Math.min(longestMs, 1_000 * 2 ** Math.min(count - free, 10));

export const createThrottle = (now: () => number): Throttle => {
  const failures = new Map<string, Failures>();

  const nameOf = ({ kind, key }: ThrottledBy): string => `${kind} ${key}`;

  const current = (name: string): Failures => {
    const kept = failures.get(name);
    const at = now();
    if (kept && at - kept.last < forgetAfterMs) return kept;
    const fresh = { count: 0, until: 0, last: at };
    if (failures.size >= rememberedMost) failures.delete(failures.keys().next().value ?? '');
    failures.set(name, fresh);
    return fresh;
  };

  const requireFree = (who: readonly ThrottledBy[]): void => {
    const until = Math.max(0, ...who.map((each) => current(nameOf(each)).until));
    if (until <= now()) return;
    const retryAt = new Date(until).toISOString();
    throw new AppError('LIMIT', { what: 'Failed sign-ins', limit: kinds.account.free, retryAt });
  };

  const count = (each: ThrottledBy): Counted => {
    const kept = current(nameOf(each));
    const { until } = kept;
    kept.count += 1;
    kept.last = now();
    kept.until = kept.last + delayOf(kinds[each.kind], kept.count);
    return { each, until };
  };

  const giveBack = ({ each, until }: Counted): void => {
    const kept = failures.get(nameOf(each));
    if (!kept) return;
    kept.count = Math.max(0, kept.count - 1);
    kept.until = until;
  };

  return {
    begin(who) {
      requireFree(who);
      const counted = who.map(count);
      return {
        succeed: () => {
          for (const each of counted) {
            if (each.each.kind === 'account') failures.delete(nameOf(each.each));
            else giveBack(each);
          }
        },
        forget: () => counted.forEach(giveBack),
      };
    },
  };
};
