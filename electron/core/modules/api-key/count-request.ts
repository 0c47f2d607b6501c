import type { Database } from '../../store/database.ts';

/** What is left of a key's limits after a request, or why it came too early. */
interface Allowance {
  readonly isAllowed: boolean;
  /** The tighter one of rate limit and cap; undefined for a key without limits. */
  readonly limit?: number;
  readonly remaining?: number;
  /** Seconds until there is more; undefined where there never will be. */
  readonly resetSeconds?: number | undefined;
}

interface LimitRow {
  readonly rate_limit: number | null;
  readonly rate_window_ms: number | null;
  readonly window_started_at: number | null;
  readonly window_count: number;
  readonly request_cap: number | null;
  readonly requests_left: number | null;
  readonly refill_amount: number | null;
  readonly refill_every_ms: number | null;
  readonly refilled_at: number | null;
}

const columns = `rate_limit, rate_window_ms, window_started_at, window_count,
  request_cap, requests_left, refill_amount, refill_every_ms, refilled_at`;

/** A window that began in the future is a clock that was set back: it counts as over. */
const now = 'CAST(@now AS INTEGER)';
const isOver = `(window_started_at IS NULL OR ${now} - window_started_at NOT BETWEEN 0 AND rate_window_ms - 1)`;
const refills = `max(0, coalesce((${now} - refilled_at) / refill_every_ms, 0))`;
const left = `min(request_cap, requests_left + ${refills} * coalesce(refill_amount, 0))`;

/**
 * One statement that looks and takes: no two requests get the last one, whoever asks, and what was taken is kept
 * over a restart. Expressions on the right see the row as it was.
 */
const take = `UPDATE api_key SET
    window_count = CASE WHEN ${isOver} THEN 1 ELSE window_count + 1 END,
    window_started_at = CASE WHEN ${isOver} THEN ${now} ELSE window_started_at END,
    requests_left = ${left} - 1,
    refilled_at = CASE WHEN ${refills} > 0 THEN refilled_at + ${refills} * refill_every_ms ELSE refilled_at END
  WHERE id = @id
    AND (rate_limit IS NULL OR window_count < rate_limit OR ${isOver})
    AND (request_cap IS NULL OR ${left} > 0)
  RETURNING ${columns}`;

const secondsUntil = (instant: number, now: number): number =>
  Math.max(1, Math.ceil((instant - now) / 1_000));

/** How many requests are left as of now, with the refills that nobody took yet. */
export const requestsLeft = (row: LimitRow, now: number): number | null => {
  const { request_cap, requests_left, refill_amount, refill_every_ms, refilled_at } = row;
  if (request_cap === null || requests_left === null) return null;
  if (refill_amount === null || refill_every_ms === null || refilled_at === null) return requests_left;
  const times = Math.max(0, Math.floor((now - refilled_at) / refill_every_ms));
  return Math.min(request_cap, requests_left + times * refill_amount);
};

const rateOf = (row: LimitRow, now: number): Omit<Allowance, 'isAllowed'> | undefined => {
  const { rate_limit, rate_window_ms, window_started_at, window_count } = row;
  if (rate_limit === null || rate_window_ms === null || window_started_at === null) return undefined;
  const resetSeconds = secondsUntil(window_started_at + rate_window_ms, now);
  return { limit: rate_limit, remaining: Math.max(0, rate_limit - window_count), resetSeconds };
};

const capOf = (row: LimitRow, now: number): Omit<Allowance, 'isAllowed'> | undefined => {
  const remaining = requestsLeft(row, now);
  if (row.request_cap === null || remaining === null) return undefined;
  const { refilled_at, refill_every_ms } = row;
  const hasRefill = refilled_at !== null && refill_every_ms !== null;
  const passed = hasRefill ? Math.max(0, now - refilled_at) % refill_every_ms : 0;
  const resetSeconds = hasRefill ? secondsUntil(now + refill_every_ms - passed, now) : undefined;
  return { limit: row.request_cap, remaining, resetSeconds };
};

const tighter = (row: LimitRow, now: number): Omit<Allowance, 'isAllowed'> => {
  const rate = rateOf(row, now);
  const cap = capOf(row, now);
  if (!rate || !cap) return rate ?? cap ?? {};
  // Both used up: the one that lasts longer says when it is worth trying again.
  if (rate.remaining === 0 && cap.remaining === 0)
    return (cap.resetSeconds ?? Number.POSITIVE_INFINITY) > (rate.resetSeconds ?? 0) ? cap : rate;
  return (cap.remaining ?? 0) < (rate.remaining ?? 0) ? cap : rate;
};

/** Counts one request against the limits of a key, before anything is done for it. */
export type CountRequest = (id: string, now: number) => Allowance;

export const createCountRequest = ({ connection }: Database): CountRequest => {
  const taking = connection.prepare<[{ id: string; now: number }], LimitRow>(take);
  const looking = connection.prepare<[string], LimitRow>(`SELECT ${columns} FROM api_key WHERE id = ?`);
  return (id, now) => {
    const taken = taking.get({ id, now });
    if (taken) return { isAllowed: true, ...tighter(taken, now) };
    const row = looking.get(id);
    return { isAllowed: false, ...(row ? tighter(row, now) : {}) };
  };
};
