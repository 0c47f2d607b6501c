import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestMatches, fuzzyScore } from './fuzzy.ts';

const best = (items: readonly string[], query: string): string[] =>
  bestMatches(items, (item) => [item.toLowerCase()], query, 10);

describe('the palette', () => {
  test('puts a name that begins with the query first', () => {
    expect(best(['new web', 'web', 'cobweb'], 'web')).toEqual(['web', 'new web', 'cobweb']);
  });

  test('finds letters in their order, preferring the beginnings of words', () => {
    expect(best(['shop/production/web', 'snow pow'], 'spw')[0]).toBe('shop/production/web');
  });

  test('takes words apart that are not side by side', () => {
    expect(best(['shop/production/web'], 'shop web')).toEqual(['shop/production/web']);
  });

  test.each(['web logs', 'logs web', 'prod logs web'])('takes the words of “%s” in any order', (query) => {
    expect(best(['cobweb', 'show logs web shop / production', 'show logs api'], query)).toEqual([
      'show logs web shop / production',
    ]);
  });

  test('leaves out what lacks a letter', () => {
    expect(best(['worker'], 'web')).toEqual([]);
  });

  test('keeps the given order where nothing is typed', () => {
    expect(best(['b', 'a'], '')).toEqual(['b', 'a']);
  });

  test('finds every text by any of its parts', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), fc.nat(), (text, from, length) => {
        const start = from % text.length;
        expect(fuzzyScore(text, text.slice(start, start + (length % text.length) + 1))).toBeDefined();
      }),
    );
  });
});
