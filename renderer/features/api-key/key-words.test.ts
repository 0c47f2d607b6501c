import { expect, test } from 'vitest';
import {
  endsSoon,
  expiryWords,
  limitWords,
  mayWords,
  periodWords,
  stateReason,
  whereWords,
} from './key-words.ts';

const now = Date.parse('2026-11-21T00:00:00Z');
const after = (minutes: number) => ({ expiresAt: new Date(now + minutes * 60_000).toISOString() });

test('periods are told in the largest unit that leaves no rest', () => {
  expect([1, 60, 90, 3_600, 7_200, 86_400, 172_800].map(periodWords)).toEqual([
    '1 s',
    'minute',
    '90 s',
    'hour',
    '2 hours',
    'day',
    '2 days',
  ]);
});

test('limits are told with what is left of them', () => {
  expect(limitWords({})).toBe('none');
  expect(limitWords({ rateLimit: { count: 10, windowSeconds: 60 } })).toBe('10 every minute');
  expect(limitWords({ requestCap: { cap: 100, left: 80 } })).toBe('80 of 100 left');
  expect(
    limitWords({
      rateLimit: { count: 1, windowSeconds: 5 },
      requestCap: { cap: 9, left: 0, refillAmount: 3, refillEverySeconds: 3_600 },
    }),
  ).toBe('1 every 5 s, 0 of 9 left, refilled by 3 every hour');
});

test('what and where a key may is told in a few words', () => {
  expect(mayWords({ holder: 'Olive' })).toBe('all that Olive may');
  expect(mayWords({ holder: 'Olive', permissions: ['project.read'] })).toBe('1 permission');
  expect(whereWords({})).toBe('everywhere');
  expect(whereWords({ scopes: [{ id: 'a', kind: 'project', path: 'Shop' }] })).toBe('Shop');
  expect(whereWords({ scopes: [] })).toBe('nowhere any more');
});

test('an end is told by how far it is, and warned of within a week', () => {
  expect(expiryWords({}, now)).toBe('never');
  expect([0, 1, 119, 120, 2 * 1_440, 30 * 1_440].map((minutes) => expiryWords(after(minutes), now))).toEqual([
    'expired',
    'in 1 min',
    'in 119 min',
    'in 2 h',
    'in 2 days',
    'in 30 days',
  ]);
  expect(endsSoon({ ...after(6 * 1_440), isToken: false }, now)).toBe(true);
  expect(endsSoon({ ...after(8 * 1_440), isToken: false }, now)).toBe(false);
  expect(endsSoon({ ...after(5), isToken: true }, now)).toBe(false);
});

test('a key that does not work says why', () => {
  expect(stateReason({ state: 'active', holder: 'Olive' })).toBeUndefined();
  expect(stateReason({ state: 'powerless', holder: 'Olive' })).toContain('Olive may not use API keys now');
});
