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
  expect(lastUse('2026-05-05T12:00:00Z', now)).toBe('within the hour');
  expect(lastUse('2026-05-05T11:00:00Z', now)).toBe('1 h ago');
  expect(lastUse(null, now)).toBe('never');
});
