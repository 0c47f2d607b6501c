import type { RateLimit, RequestCap } from '#shared/contract/api-key.ts';

/** The columns of a rate limit, its window not begun; null for no limit. */
export const rateColumns = (limit: RateLimit | null) => ({
  rate_limit: limit?.count ?? null,
  rate_window_ms: limit ? limit.windowSeconds * 1_000 : null,
  window_started_at: null,
  window_count: 0,
});

/** The columns of a cap, full and with its refill counted from now; null for no cap. */
export const capColumns = (cap: RequestCap | null, now: number) => ({
  request_cap: cap?.cap ?? null,
  requests_left: cap?.cap ?? null,
  refill_amount: cap?.refillAmount ?? null,
  refill_every_ms: cap?.refillEverySeconds ? cap.refillEverySeconds * 1_000 : null,
  refilled_at: cap?.refillEverySeconds ? now : null,
});
