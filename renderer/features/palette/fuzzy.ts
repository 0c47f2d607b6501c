/** Points of a letter that follows the one before, and of one that begins a word. */
const adjacent = 8;
const wordStart = 10;
const nameStart = 14;

const isWordStart = (text: string, at: number): boolean => at === 0 || /[\s/._:-]/.test(text[at - 1] ?? '');

const isSubsequence = (text: string, from: number, letters: string): boolean => {
  let at = from - 1;
  for (const letter of letters) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
};

const nextWordStart = (text: string, letter: string, from: number): number => {
  let at = text.indexOf(letter, from);
  while (at >= 0 && !isWordStart(text, at)) at = text.indexOf(letter, at + 1);
  return at;
};

/** Where to take a letter from: right after the one before, else at a word's start, else wherever it comes. */
const place = (text: string, letter: string, from: number, rest: string): number => {
  if (text.startsWith(letter, from)) return from;
  const start = nextWordStart(text, letter, from);
  if (start >= 0 && isSubsequence(text, start + letter.length, rest)) return start;
  return text.indexOf(letter, from);
};

const scatteredScore = (text: string, query: string): number | undefined => {
  if (!isSubsequence(text, 0, query)) return undefined;
  const letters = [...query];
  let from = 0;
  let points = 0;
  for (const [position, letter] of letters.entries()) {
    const found = place(text, letter, from, letters.slice(position + 1).join(''));
    if (found < 0) return undefined;
    points += found === from ? adjacent : -Math.min(found - from, 5);
    if (isWordStart(text, found)) points += wordStart;
    from = found + letter.length;
  }
  return points - text.length / 100;
};

/**
 * How well a text fits a query, both in lower case: all letters of the query have to be in it, in order.
 * Undefined where they are not; more is better. A plain occurrence beats scattered letters.
 */
export const fuzzyScore = (text: string, query: string): number | undefined => {
  if (query === '') return 0;
  const plain = text.indexOf(query);
  if (plain < 0) return scatteredScore(text, query);
  const start = (isWordStart(text, plain) ? wordStart : 0) + (plain === 0 ? nameStart : 0);
  return 100 + query.length * adjacent + start - text.length / 100;
};

/** Points that a text has for each word typed, which it must hold at the beginning of a word; the words in any order. */
const wordsScore = (text: string, words: readonly string[]): number | undefined => {
  if (words.length < 2) return undefined;
  let points = 80;
  for (const word of words) {
    const at = nextWordStart(text, word, 0);
    if (at < 0) return undefined;
    points += word.length * adjacent;
  }
  return points - text.length / 100;
};

/** The best of these for a query by the best of each one's texts less its handicap, best first; the order they came in decides between equals. */
export const bestMatches = <T>(
  items: readonly T[],
  textsOf: (item: T) => readonly string[],
  query: string,
  limit: number,
  handicapOf: (item: T) => number = () => 0,
): T[] => {
  const typed = query.toLowerCase();
  const words = typed.split(/\s+/).filter(Boolean);
  const wanted = words.join('');
  return items
    .flatMap((item) => {
      const scores = textsOf(item)
        .flatMap((text) => [wordsScore(text, words), fuzzyScore(text, typed) ?? fuzzyScore(text, wanted)])
        .filter((score) => score !== undefined);
      return scores.length === 0 ? [] : [{ item, score: Math.max(...scores) - handicapOf(item) }];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ item }) => item);
};
