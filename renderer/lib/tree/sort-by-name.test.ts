import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sortByName } from './sort-by-name.ts';

const sorted = (...names: string[]): string[] =>
  sortByName(names.map((name) => ({ name }))).map(({ name }) => name);

describe('names', () => {
  test('go by their numbers, not their digits', () => {
    expect(sorted('web-10', 'web-2', 'api')).toEqual(['api', 'web-2', 'web-10']);
  });

  test('go without regard to case, also beyond plain letters', () => {
    expect(sorted('Zoo', 'apple')).toEqual(['apple', 'Zoo']);
    expect(sorted('Zoo', 'Ärger', 'apple')).toEqual(['apple', 'Ärger', 'Zoo']);
  });

  test('that are the same but for zeros or case have one order, too', () => {
    for (const [first, second] of [
      ['web-01', 'web-1'],
      ['Web', 'web'],
      ['Ä-01', 'Ä-1'],
    ] as const) {
      expect(sorted(first, second)).toEqual([first, second]);
      expect(sorted(second, first)).toEqual([first, second]);
    }
  });

  test('none is lost and the order does not depend on where they began', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}-\d{1,3}$/)), (names) => {
        expect(sorted(...names).length).toBe(names.length);
        expect(sorted(...names)).toEqual(sorted(...names.toReversed()));
      }),
    );
  });
});
