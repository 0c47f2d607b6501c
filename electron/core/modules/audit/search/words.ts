import type { ChainColumns, WordFilter } from './columns.ts';
import type { Plan } from './filter.ts';
import type { TextIndex } from './text-index.ts';

/** As many as a number has bits to spare; further words are compared in the events themselves. */
const mostMarked = 30;

/** How many candidates of the index cost as much as one event that is read and compared. */
const costOfReading = 2;

/** How the words of a search are looked for in a chain. */
export interface WordPlan {
  readonly filter: WordFilter;
  /** Whether the marks are of all words; else nothing is sure before it was read. */
  readonly isExact: boolean;
  /** The words of which one has to be in an event's own text where the columns do not have all; none if it cannot help. */
  readonly sought: readonly string[];
}

const isShort = (word: string): boolean => [...word].length < 3;

const bitsOf = (text: string, words: readonly string[]): number => {
  let bits = 0;
  for (let bit = 0; bit < words.length; bit += 1) if (text.includes(words[bit] ?? '')) bits |= 1 << bit;
  return bits;
};

/** The words that an event of an operation may have of its own, as bits. */
const ownBits = (text: TextIndex, operation: string, words: readonly string[]): number => {
  let bits = 0;
  for (const [bit, word] of words.entries())
    if (isShort(word) || text.atMost(operation, word) > 0) bits |= 1 << bit;
  return bits;
};

/** The words that each place has, as bits, and those that any has. */
const placeBits = (
  { placeTexts }: ChainColumns,
  words: readonly string[],
): { atPlace: Int32Array; anyPlace: number } => {
  const atPlace = new Int32Array(placeTexts.all.length);
  let anyPlace = 0;
  for (const [bit, word] of words.entries())
    placeTexts.eachWith(word, (place) => {
      atPlace[place] = (atPlace[place] ?? 0) | (1 << bit);
      anyPlace |= 1 << bit;
    });
  return { atPlace, anyPlace };
};

/** Marks which words each group and place has, and which an event of each group may have of its own. */
export const wordPlanOf = (
  columns: ChainColumns,
  { atMost, columns: { groups: wanted } }: Plan,
  parts: { words: readonly string[]; text: TextIndex },
): WordPlan => {
  const { text } = parts;
  const words = parts.words.slice(0, mostMarked);
  const all = 2 ** words.length - 1;
  const sure = new Int32Array(columns.groups.all.length);
  const possible = new Int32Array(columns.groups.all.length);
  const { atPlace, anyPlace } = placeBits(columns, words);
  const byOperation = new Map<string, number>();
  let unsure = 0;
  let somewhere = anyPlace;
  for (const [code, group] of columns.groups.all.entries()) {
    if (wanted[code] === 0) continue;
    const has = bitsOf(group.text, words);
    const own = byOperation.get(group.operation) ?? ownBits(text, group.operation, words);
    byOperation.set(group.operation, own);
    sure[code] = has;
    possible[code] = group.hasFreeText ? has | own : has;
    somewhere |= has;
    const isUnsure = (has | anyPlace | (possible[code] ?? 0)) === all && has !== all && group.hasFreeText;
    if (isUnsure) unsure += columns.groups.counts[code] ?? 0;
  }
  const isExact = parts.words.length <= mostMarked;
  const only = words.filter((_, bit) => (somewhere & (1 << bit)) === 0);
  const rarest = only
    .filter((word) => !isShort(word))
    .toSorted((one, other) => text.estimate(one) - text.estimate(other))[0];
  const sought = rarest === undefined ? words : [rarest];
  const candidates = sought.reduce((sum, word) => sum + text.estimate(word), 0);
  const helps = isExact && !sought.some(isShort) && candidates < Math.min(unsure, atMost) * costOfReading;
  return { filter: { all, sure, possible, atPlace }, isExact, sought: helps ? sought : [] };
};
