/** What one text has in place of some lines of another; line numbers count from 1. */
export interface LineChange {
  readonly line: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** Up to here two texts are compared line by line; longer ones as one stretch from the first to the last difference. */
const mostLines = 2_000;

/** The stretches of lines in which two texts differ, in their order. */
export function lineChanges(before: string, after: string): LineChange[] {
  const [old, next] = [before.split('\n'), after.split('\n')];
  const start = sameLines(old, next);
  const rest = [old.slice(start), next.slice(start)] as const;
  const end = sameLines(rest[0].toReversed(), rest[1].toReversed());
  const [removed, added] = rest.map((lines) => lines.slice(0, lines.length - end)) as [string[], string[]];
  if (removed.length === 0 && added.length === 0) return [];
  if (removed.length * added.length > mostLines ** 2) return [{ line: start + 1, removed, added }];
  return stretches(removed, added, start);
}

function sameLines(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((line, index) => line !== other[index]);
  return at === -1 ? one.length : at;
}

/** By the longest common lines of both. */
function stretches(removed: readonly string[], added: readonly string[], start: number): LineChange[] {
  const width = added.length + 1;
  const common = new Uint16Array((removed.length + 1) * width);
  for (let i = removed.length - 1; i >= 0; i -= 1)
    for (let j = added.length - 1; j >= 0; j -= 1) {
      const [diagonal, down, right] = [(i + 1) * width + j + 1, (i + 1) * width + j, i * width + j + 1];
      common[i * width + j] =
        removed[i] === added[j]
          ? (common[diagonal] ?? 0) + 1
          : Math.max(common[down] ?? 0, common[right] ?? 0);
    }
  const changes: { line: number; removed: string[]; added: string[] }[] = [];
  let isOpen = false;
  for (let i = 0, j = 0; i < removed.length || j < added.length; ) {
    if (i < removed.length && j < added.length && removed[i] === added[j]) {
      isOpen = false;
      i += 1;
      j += 1;
      continue;
    }
    if (!isOpen) changes.push({ line: start + j + 1, removed: [], added: [] });
    isOpen = true;
    const isRemoved =
      j >= added.length ||
      (i < removed.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0));
    if (isRemoved) changes.at(-1)?.removed.push(removed[i++] ?? '');
    else changes.at(-1)?.added.push(added[j++] ?? '');
  }
  return changes;
}
