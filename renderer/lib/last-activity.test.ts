import { expect, test } from 'vitest';
import { lastActivity, lastUse } from './last-activity.ts';

const now = Date.parse('2026-05-05T12:48:00Z');
const before = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

test('somebody who did something a moment ago is active now', () => {
  expect(lastActivity({ activeAt: before(1) }, now)).toBe('now');
  expect(lastActivity({ activeAt: before(3) }, now)).toBe('3 min ago');
  expect(lastActivity({ activeAt: before(48) }, now)).toBe('48 min ago');
});

test('who reads the list is active now, whatever was written down', () => {
  expect(lastActivity({ activeAt: before(48), isYou: true }, now)).toBe('now');
  expect(lastActivity({ isYou: true }, now)).toBe('now');
});

test('somebody who never did anything is not active', () => {
  expect(lastActivity({}, now)).toBe('never');
  expect(lastActivity({ activeAt: null }, now)).toBe('never');
});

test('a use that is noted to the hour is not told to the minute', () => {
  const at = (usedAt: string | null, now: string) => lastUse({ usedAt }, Date.parse(now));
  expect(at('2026-05-05T12:00:00', '2026-05-05T12:48:00')).toBe('within the last hour');
  expect(at('2026-05-05T11:00:00', '2026-05-05T12:48:00')).toBe('today');
  expect(at('2026-05-05T00:00:00', '2026-05-05T23:48:00')).toBe('today');
  expect(at('2026-05-04T23:00:00', '2026-05-05T00:48:00')).toBe('yesterday');
  expect(at('2026-05-02T12:00:00', '2026-05-05T12:48:00')).toBe('3 days ago');
  expect(at(null, '2026-05-05T12:48:00')).toBe('never');
});

test('nothing was used before it was given, however the hour is noted', () => {
  const now = Date.parse('2026-05-05T13:02:00Z');
  const asked = { usedAt: '2026-05-05T12:00:00Z', givenAt: '2026-05-05T12:58:00Z' };
  expect(lastUse(asked, now)).toBe('within the last hour');
  expect(lastUse({ usedAt: '2026-05-04T12:00:00Z', givenAt: '2026-05-04T13:01:00Z' }, now)).toBe('yesterday');
});
