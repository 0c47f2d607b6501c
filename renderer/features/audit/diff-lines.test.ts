import { expect, it } from 'vitest';
import { diffLines } from './diff-lines.ts';

const shown = (before: unknown, after: unknown): string[] =>
  diffLines(before, after).map(({ kind, text }) => `${{ before: '-', after: '+', same: ' ' }[kind]}${text}`);

it('compares plain values', () => {
  expect(shown('web', 'shop')).toEqual(['-web', '+shop']);
  expect(shown(3, 5)).toEqual(['-3', '+5']);
  expect(shown(undefined, 'new')).toEqual(['+new']);
  expect(shown('old', undefined)).toEqual(['-old']);
});

it('shows of an object only what is another one', () => {
  expect(shown({ image: 'a', replicas: 1 }, { image: 'b', replicas: 1 })).toEqual([
    '-image: a',
    '+image: b',
    ' replicas: 1',
  ]);
});

it('gives up comparing what is very long', () => {
  const long = Array.from({ length: 400 }, (_, index) => `line ${index}`).join('\n');
  expect(shown(long, long)).toHaveLength(800);
});
