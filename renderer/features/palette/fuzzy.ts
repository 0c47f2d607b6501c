/** Points of a letter that follows the one before, and of one that begins a word. */
const adjacent = 8;
const wordStart = 10;
const nameStart = 14;

const isWordStart = (text: string, at: number): boolean => at === 0 || /[\s/._:-]/.test(text[at - 1] ?? '');

/**
 * How well a text fits a query, both in lower case: all letters of the query have to be in it, in order.
 * Undefined where they are not; more is better. A plain occurrence beats scattered letters.
 */
export const fuzzyScore = (text: string, query: string): number | undefined => {
  if (query === '') return 0;
  const plain = text.indexOf(query);
  if (plain >= 0)
    return (
      100 +
      query.length * adjacent +
      (isWordStart(text, plain) ? wordStart : 0) +
      (plain === 0 ? nameStart : 0) -
      text.length / 100
    );
  let at = -1;
  let points = 0;
  for (const letter of query) {
    const found = text.indexOf(letter, at + 1);
    if (found < 0) return undefined;
    if (found === at + 1) points += adjacent;
    else points -= Math.min(found - at, 5);
    if (isWordStart(text, found)) points += wordStart;
    at = found;
  }
  return points - text.length / 100;
};

/** The best of these for a query, best first; the order they came in decides between equals. */
export const bestMatches = <T>(
  items: readonly T[],
  textOf: (item: T) => string,
  query: string,
  limit: number,
): T[] => {
  const wanted = query.toLowerCase().replaceAll(' ', '');
  return items
    .flatMap((item) => {
      const text = textOf(item);
      const score = fuzzyScore(text, query.toLowerCase()) ?? fuzzyScore(text, wanted);
      return score === undefined ? [] : [{ item, score }];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ item }) => item);
};
