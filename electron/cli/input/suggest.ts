/** Edits that make one text another. Source: Wagner and Fischer, 1974. */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1];
    for (let column = 0; column < to.length; column += 1) {
      const kept = (row[column] ?? 0) + (letter === to[column] ? 0 : 1);
      next.push(Math.min(kept, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
};

/** `; did you mean “logs”?` where something known is near, else a full stop. */
export const suggest = (word: string, known: readonly string[]): string => {
  const near = known
    .map((name) => ({ name, edits: distance(word, name) }))
    .filter(({ edits }) => edits <= (word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3))))
    .toSorted((one, other) => one.edits - other.edits)[0];
  return near ? `; did you mean “${near.name}”?` : '.';
};
