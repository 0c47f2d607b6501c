import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RateLimit, RequestCap } from '#shared/contract/api-key.ts';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';
import { type CountRequest, createCountRequest } from './count-request.ts';
import { capColumns, rateColumns } from './limit-columns.ts';

const start = Date.UTC(2026, 0, 1);
let core: Core;
let id: string;

beforeAll(async () => {
  const made = await createOwnedCore();
  ({ core } = made);
  countRequest = createCountRequest(core.services.store.database);
  const { organizationId } = made;
  id = (await made.client.apiKey.create({ organizationId, name: 'ci', expiresInDays: 'never' })).key.id;
});
afterAll(() => core.close());

const limit = (parts: { rate?: RateLimit; cap?: RequestCap }): void => {
  const columns = { ...rateColumns(parts.rate ?? null), ...capColumns(parts.cap ?? null, start) };
  core.services.store.database.run(sql.updateTable('api_key').set(columns).where('id', '=', id));
};
let countRequest: CountRequest;
const count = (afterMs: number) => countRequest(id, start + afterMs);
beforeEach(() => limit({}));

describe('a rate limit', () => {
  it('lets so many through in each window, and says how many are left and for how long', () => {
    limit({ rate: { count: 2, windowSeconds: 10 } });
    expect(count(0)).toEqual({ isAllowed: true, limit: 2, remaining: 1, resetSeconds: 10 });
    expect(count(4_000)).toEqual({ isAllowed: true, limit: 2, remaining: 0, resetSeconds: 6 });
    expect(count(9_999)).toEqual({ isAllowed: false, limit: 2, remaining: 0, resetSeconds: 1 });
    expect(count(10_000)).toEqual({ isAllowed: true, limit: 2, remaining: 1, resetSeconds: 10 });
  });

  it('begins anew where the clock was set back, instead of waiting for it', () => {
    limit({ rate: { count: 1, windowSeconds: 10 } });
    expect(count(3_600_000).isAllowed).toBe(true);
    expect(count(0)).toEqual({ isAllowed: true, limit: 1, remaining: 0, resetSeconds: 10 });
    expect(count(1).isAllowed).toBe(false);
  });
});

describe('a request cap', () => {
  it('ends for good where nothing refills it', () => {
    limit({ cap: { cap: 2 } });
    expect([count(0).isAllowed, count(1).isAllowed, count(2).isAllowed]).toEqual([true, true, false]);
    expect(count(10 ** 12)).toEqual({ isAllowed: false, limit: 2, remaining: 0, resetSeconds: undefined });
  });

  it('gets its refill at the instant, all that were missed at once, and never more than the cap', () => {
    limit({ cap: { cap: 3, refillAmount: 1, refillEverySeconds: 10 } });
    for (const left of [2, 1, 0]) expect(count(0)).toMatchObject({ isAllowed: true, remaining: left });
    expect(count(9_999)).toEqual({ isAllowed: false, limit: 3, remaining: 0, resetSeconds: 1 });
    expect(count(10_000)).toMatchObject({ isAllowed: true, remaining: 0, resetSeconds: 10 });
    expect(count(35_000)).toMatchObject({ isAllowed: true, remaining: 1, resetSeconds: 5 });
    expect(count(10 ** 9)).toMatchObject({ isAllowed: true, remaining: 2 });
  });
});

it('both hold together, and the one that stops says for how long', () => {
  limit({ rate: { count: 2, windowSeconds: 10 }, cap: { cap: 3 } });
  expect(count(0).isAllowed && count(0).isAllowed).toBe(true);
  expect(count(0)).toMatchObject({ isAllowed: false, limit: 2, resetSeconds: 10 });
  expect(count(10_000)).toMatchObject({ isAllowed: true, limit: 3, remaining: 0 });
  expect(count(20_000)).toMatchObject({ isAllowed: false, limit: 3, resetSeconds: undefined });
});

it('answers as a plain count in memory would, for any limits and times', () => {
  const limits = fc.record(
    {
      rate: fc.record({
        count: fc.integer({ min: 1, max: 5 }),
        windowSeconds: fc.integer({ min: 1, max: 9 }),
      }),
      cap: fc.record({
        cap: fc.integer({ min: 1, max: 6 }),
        refillAmount: fc.integer({ min: 1, max: 3 }),
        refillEverySeconds: fc.integer({ min: 1, max: 9 }),
      }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(limits, fc.array(fc.nat(4_000), { maxLength: 40 }), (chosen, pauses) => {
      limit(chosen as Parameters<typeof limit>[0]);
      const { rate, cap } = chosen;
      let now = 0;
      let window = { at: Number.NEGATIVE_INFINITY, taken: 0 };
      let left = cap?.cap ?? Number.POSITIVE_INFINITY;
      let refilled = 0;
      for (const pause of pauses) {
        now += pause;
        while (cap && now - refilled >= cap.refillEverySeconds * 1_000) {
          refilled += cap.refillEverySeconds * 1_000;
          left = Math.min(cap.cap, left + cap.refillAmount);
        }
        if (rate && now - window.at >= rate.windowSeconds * 1_000) window = { at: now, taken: 0 };
        const isAllowed = left > 0 && (!rate || window.taken < rate.count);
        if (isAllowed) {
          left -= 1;
          window.taken += 1;
        } else if (window.taken === 0) window = { at: Number.NEGATIVE_INFINITY, taken: 0 };
        expect(count(now).isAllowed).toBe(isAllowed);
      }
    }),
    { numRuns: 300 },
  );
});
