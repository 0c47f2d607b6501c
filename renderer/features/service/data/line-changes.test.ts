import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LineChange, lineChanges } from './line-changes.ts';

/** What becomes of a text by changes. */
const applied = (before: string, changes: readonly LineChange[]): string => {
  const lines = before.split('\n');
  for (const { line, removed, added } of changes) lines.splice(line - 1, removed.length, ...added);
  return lines.join('\n');
};

describe('what differs between two texts', () => {
  it('makes the one of the other', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applied(before, lineChanges(before, after))).toBe(after);
      }),
    );
  });

  it('is told in stretches, each with its line', () => {
    expect(lineChanges('a\nb\nc\nd', 'a\nB\nc\nd\ne')).toEqual([
      { line: 2, removed: ['b'], added: ['B'] },
      { line: 5, removed: [], added: ['e'] },
    ]);
    expect(lineChanges('a', 'a')).toEqual([]);
  });

  it('is one stretch where the texts are long', () => {
    const lines = (word: string) => Array.from({ length: 3_000 }, (_, at) => `${word} ${at}`).join('\n');
    expect(lineChanges(lines('a'), lines('b'))).toHaveLength(1);
  });
});
