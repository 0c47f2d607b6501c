import { expect, test } from 'vitest';
import { dayOf, endOfDay } from './end-date.ts';

test('a day comes back as it was typed, also while only the first digits of its year are', () => {
  for (const day of ['0002-12-24', '0020-12-24', '0203-12-24', '2031-12-24', '2032-02-29'])
    expect(dayOf(endOfDay(day))).toBe(day);
});

test('an empty field is no end, and what is no day is none either', () => {
  expect(endOfDay('')).toBeNull();
  expect(endOfDay('2031-13-40')).toBeNull();
  expect(dayOf(null)).toBe('');
});
