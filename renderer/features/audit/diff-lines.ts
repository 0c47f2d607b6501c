import { valueLines } from './value-lines.ts';

/** A line of a comparison: what went, what came, and what stayed. */
export interface DiffLine {
  readonly kind: 'before' | 'after' | 'same';
  readonly text: string;
}

const longest = 300;

/** How long the longest common part of each pair of ends is. */
const commonLengths = (before: readonly string[], after: readonly string[]): number[][] => {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let b = before.length - 1; b >= 0; b -= 1) {
    for (let a = after.length - 1; a >= 0; a -= 1) {
      const row = table[b] ?? [];
      row[a] =
        before[b] === after[a]
          ? (table[b + 1]?.[a + 1] ?? 0) + 1
          : Math.max(table[b + 1]?.[a] ?? 0, row[a + 1] ?? 0);
    }
  }
  return table;
};

/** Two values line by line; very long ones are shown whole, one after the other. */
export const diffLines = (before: unknown, after: unknown): DiffLine[] => {
  const old = valueLines(before);
  const fresh = valueLines(after);
  const gone = (text: string): DiffLine => ({ kind: 'before', text });
  const come = (text: string): DiffLine => ({ kind: 'after', text });
  if (old.length > longest || fresh.length > longest) return [...old.map(gone), ...fresh.map(come)];
  const common = commonLengths(old, fresh);
  const lines: DiffLine[] = [];
  let b = 0;
  let a = 0;
  while (b < old.length && a < fresh.length) {
    if (old[b] === fresh[a]) {
      lines.push({ kind: 'same', text: old[b] ?? '' });
      b += 1;
      a += 1;
    } else if ((common[b + 1]?.[a] ?? 0) >= (common[b]?.[a + 1] ?? 0)) {
      lines.push(gone(old[b] ?? ''));
      b += 1;
    } else {
      lines.push(come(fresh[a] ?? ''));
      a += 1;
    }
  }
  return [...lines, ...old.slice(b).map(gone), ...fresh.slice(a).map(come)];
};
