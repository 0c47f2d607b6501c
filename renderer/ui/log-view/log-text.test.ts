import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAtMatches } from './log-text.tsx';

const style = {};

describe('matches in coloured text', () => {
  it('cuts across the borders of colours', () => {
    const spans = [
      { text: 'ab', style: { foreground: 1 } },
      { text: 'cd', style },
    ];
    expect(cutAtMatches(spans, [[1, 3]])).toEqual([
      { text: 'a', style: { foreground: 1 }, isMatch: false },
      { text: 'b', style: { foreground: 1 }, isMatch: true },
      { text: 'c', style, isMatch: true },
      { text: 'd', style, isMatch: false },
    ]);
  });

  it('loses no text, whatever matches', () => {
    const ranges = fc
      .uniqueArray(fc.nat(40), { maxLength: 8 })
      .map((ends) => ends.sort((a, b) => a - b))
      .map((ends) => ends.flatMap((end, i) => (i % 2 ? [[ends[i - 1] ?? 0, end] as const] : [])));
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 9 })), ranges, (texts, matches) => {
        const pieces = cutAtMatches(
          texts.map((text) => ({ text, style })),
          matches,
        );
        expect(pieces.map((piece) => piece.text).join('')).toBe(texts.join(''));
      }),
    );
  });
});
