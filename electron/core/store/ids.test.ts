import { expect, it } from 'vitest';
import { newId, newNodeId } from './ids.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** The first 48 of the 128 bits, as one number. */
const timeOf = (id: string): number => {
  const bits = [...id.slice(4)].reduce((sum, letter) => sum * 32n + BigInt(alphabet.indexOf(letter)), 0n);
  return Number(bits >> 80n);
};

it.each([0, 1, 2 ** 32 - 1, 2 ** 32, Date.parse('2026-11-21T08:00:00.123Z'), 2 ** 48 - 1])(
  'an id holds its time in the first 48 bits: %d',
  (now) => {
    const id = newId('prj', now);
    expect(id).toMatch(/^prj_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
    expect(timeOf(id)).toBe(now);
  },
);

it('ids are all different, also past the random bytes that are fetched at once', () => {
  const ids = new Set(Array.from({ length: 5_000 }, () => newNodeId('project', 1_700_000_000_000)));
  expect(ids.size).toBe(5_000);
});

it('every bit of the random part is used', () => {
  const letters = Array.from({ length: 26 }, () => new Set<string>());
  for (let round = 0; round < 2_000; round += 1)
    for (const [at, letter] of [...newId('prj', 0).slice(4)].entries()) letters[at]?.add(letter);
  expect(letters.slice(10).every((seen) => seen.size === 32)).toBe(true);
});

it('ids of a later millisecond sort after earlier ones', () => {
  const ids = [5, 31, 32, 1_000, 2 ** 33].map((now) => newId('prj', now));
  expect(ids.toSorted()).toEqual(ids);
});
