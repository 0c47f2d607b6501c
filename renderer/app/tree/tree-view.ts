import type { TreeIndex } from './tree-index.ts';

/** What of an index is shown right now, in order. */
export interface TreeView {
  readonly index: TreeIndex;
  /** Positions in the index. */
  readonly shown: Int32Array;
  /** For each position of the index where it is shown; -1 where it is not. */
  readonly shownAt: Int32Array;
  /** Whether a shown row's children follow it; by position in the index. */
  readonly isOpen: Uint8Array;
  /** Place of each shown row among its shown siblings, from 1; by position in the index. */
  readonly places: Int32Array;
  /** How many children each row shows, by position in the index plus one; at 0 those of the top. */
  readonly sizes: Int32Array;
  /** How many rows fit the filter; all of them without one. */
  readonly hits: number;
}

/** The words of a filter: what is typed, in lower case, cut at spaces and slashes. */
export const filterWords = (filter: string): readonly string[] =>
  filter
    .toLowerCase()
    .split(/[\s/]+/)
    .filter(Boolean)
    .slice(0, 8);

/** Which rows fit: by position 1 for those that fit themselves, 2 for those with such a row below them. */
export interface Matches {
  readonly words: readonly string[];
  readonly marks: Uint8Array;
  readonly hits: number;
}

const ownMask = (name: string, words: readonly string[]): number => {
  let mask = 0;
  for (let word = 0; word < words.length; word += 1) {
    if (name.includes(words[word] ?? '')) mask |= 1 << word;
  }
  return mask;
};

const narrows = (words: readonly string[], before: Matches | undefined): boolean =>
  words.length === 1 && before?.words.length === 1 && (words[0] ?? '').startsWith(before.words[0] ?? '');

/**
 * Finds the rows that fit all words: each word has to be in the row's name or in that of something above it,
 * and at least one in its own. One more letter looks only at what fitted before.
 */
export const findMatches = (index: TreeIndex, words: readonly string[], before?: Matches): Matches => {
  const { lower, parent } = index;
  const count = index.rows.length;
  const marks = new Uint8Array(count);
  const along = words.length > 1 ? new Uint8Array(count) : undefined;
  const candidates = narrows(words, before) ? before?.marks : undefined;
  const all = (1 << words.length) - 1;
  let hits = 0;
  for (let row = 0; row < count; row += 1) {
    if (candidates && ((candidates[row] ?? 0) & 1) === 0) continue;
    const own = index.rows[row]?.isGroup ? 0 : ownMask(lower[row] ?? '', words);
    const above = parent[row] ?? -1;
    const path = own | (along && above >= 0 ? (along[above] ?? 0) : 0);
    if (along) along[row] = path;
    if (own === 0 || path !== all) continue;
    marks[row] = 1;
    hits += 1;
  }
  for (let row = count - 1; row >= 0; row -= 1) {
    const above = parent[row] ?? -1;
    if (above >= 0 && marks[row]) marks[above] = (marks[above] ?? 0) | 2;
  }
  return { words, marks, hits };
};

const viewFrom = (index: TreeIndex, shown: Int32Array, isOpen: Uint8Array, hits: number): TreeView => {
  const count = index.rows.length;
  const shownAt = new Int32Array(count).fill(-1);
  const places = new Int32Array(count);
  const sizes = new Int32Array(count + 1);
  for (let at = 0; at < shown.length; at += 1) {
    const row = shown[at] ?? 0;
    const above = (index.parent[row] ?? -1) + 1;
    const place = (sizes[above] ?? 0) + 1;
    shownAt[row] = at;
    places[row] = place;
    sizes[above] = place;
  }
  return { index, shown, shownAt, isOpen, places, sizes, hits };
};

const isExpandedRow = (index: TreeIndex, row: number, expanded: ReadonlySet<string>): boolean =>
  (index.end[row] ?? 0) > row + 1 && expanded.has(index.rows[row]?.id ?? '');

/** Shows what is expanded. */
export const expandedView = (index: TreeIndex, expanded: ReadonlySet<string>): TreeView => {
  const count = index.rows.length;
  const shown = new Int32Array(count);
  const isOpen = new Uint8Array(count);
  let length = 0;
  for (let row = 0; row < count; ) {
    shown[length] = row;
    length += 1;
    const opens = isExpandedRow(index, row, expanded);
    if (opens) isOpen[row] = 1;
    row = opens ? row + 1 : (index.end[row] ?? row + 1);
  }
  return viewFrom(index, shown.subarray(0, length), isOpen, count);
};

/**
 * Shows the rows that fit with everything above them. What is below a row that fits stays hidden until that
 * row is opened by hand (`opened`).
 */
export const filteredView = (
  index: TreeIndex,
  { marks, hits }: Matches,
  opened: ReadonlySet<string>,
): TreeView => {
  const count = index.rows.length;
  const shown = new Int32Array(count);
  const isOpen = new Uint8Array(count);
  let length = 0;
  let wholeUntil = 0;
  for (let row = 0; row < count; ) {
    const mark = marks[row] ?? 0;
    if (mark === 0 && row >= wholeUntil) {
      row = index.end[row] ?? row + 1;
      continue;
    }
    shown[length] = row;
    length += 1;
    const openedByHand = opened.size > 0 && isExpandedRow(index, row, opened);
    const opens = openedByHand || (mark & 2) !== 0;
    if (opens) isOpen[row] = 1;
    if (openedByHand) wholeUntil = Math.max(wholeUntil, index.end[row] ?? 0);
    row = opens ? row + 1 : (index.end[row] ?? row + 1);
  }
  return viewFrom(index, shown.subarray(0, length), isOpen, hits);
};

/** Place of a shown row among its shown siblings, as `aria-posinset` and `aria-setsize`. */
export const placeInSet = (view: TreeView, row: number): { position: number; size: number } => ({
  position: view.places[row] ?? 0,
  size: view.sizes[(view.index.parent[row] ?? -1) + 1] ?? 0,
});
