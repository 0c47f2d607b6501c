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
  readonly marks: Uint8Array;
  readonly hits: number;
}

/** Sets a bit for each row whose own name holds the word: one search through all names at once. */
const markOwn = ({ names, nameStart }: TreeIndex, word: string, bit: number, own: Uint8Array): void => {
  let row = 0;
  let at = names.indexOf(word);
  while (at >= 0) {
    while ((nameStart[row + 1] ?? 0) <= at) row += 1;
    own[row] = (own[row] ?? 0) | bit;
    at = names.indexOf(word, nameStart[row + 1]);
  }
};

/** Rows whose own and inherited bits are all there, and which have one of their own. */
const markFitting = ({ parent }: TreeIndex, own: Uint8Array, all: number): Uint8Array => {
  const marks = new Uint8Array(own.length);
  const along = new Uint8Array(own.length);
  for (let row = 0; row < own.length; row += 1) {
    const above = parent[row] ?? -1;
    const bits = (own[row] ?? 0) | (above < 0 ? 0 : (along[above] ?? 0));
    along[row] = bits;
    if (bits === all && own[row] !== 0) marks[row] = 1;
  }
  return marks;
};

/** Marks what is above the fitting rows; answers how many of those there are. */
const markWay = ({ parent }: TreeIndex, marks: Uint8Array): number => {
  let hits = 0;
  for (let row = 0; row < marks.length; row += 1) {
    if (((marks[row] ?? 0) & 1) === 0) continue;
    hits += 1;
    let above = parent[row] ?? -1;
    while (above >= 0 && ((marks[above] ?? 0) & 2) === 0) {
      marks[above] = (marks[above] ?? 0) | 2;
      above = parent[above] ?? -1;
    }
  }
  return hits;
};

/**
 * Finds the rows that fit all words: each word has to be in the row's name or in that of something above it,
 * and at least one in its own.
 */
export const findMatches = (index: TreeIndex, words: readonly string[]): Matches => {
  const own = new Uint8Array(index.rows.length);
  for (const [position, word] of words.entries()) markOwn(index, word, 1 << position, own);
  const marks = words.length === 1 ? own : markFitting(index, own, (1 << words.length) - 1);
  return { marks, hits: markWay(index, marks) };
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
