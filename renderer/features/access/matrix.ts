import type { AccessMatrix, AccessSource } from '#shared/contract/access.ts';

export type MatrixRow = AccessMatrix['rows'][number];
export type HeldFilter = 'all' | 'held' | 'lacking';

/** One crossing of a permission with a place. */
export interface MatrixCell {
  readonly row: MatrixRow;
  /** Position in the matrix's places. */
  readonly place: number;
}

const isHeld = ({ cells }: MatrixRow): boolean => cells.some((sources) => sources.length > 0);

/** Rows whose permission holds every word, and that are held as asked. */
export const filterRows = (
  rows: readonly MatrixRow[],
  text: string,
  held: HeldFilter,
): readonly MatrixRow[] => {
  const words = text
    .toLowerCase()
    .split(/[\s.]+/)
    .filter(Boolean);
  return rows.filter((row) => {
    if (held !== 'all' && isHeld(row) !== (held === 'held')) return false;
    const permission = row.permission.toLowerCase();
    return words.every((word) => permission.includes(word));
  });
};

/** What holds a permission at a place. */
export const sourcesAt = ({ sources }: AccessMatrix, { row, place }: MatrixCell): AccessSource[] =>
  (row.cells[place] ?? []).flatMap((position) => sources[position] ?? []);

/** `direct` where something holds right there, `inherited` where all of it comes from above. */
export const cellState = (matrix: AccessMatrix, cell: MatrixCell): 'direct' | 'inherited' | 'none' => {
  const sources = sourcesAt(matrix, cell);
  if (sources.length === 0) return 'none';
  const here = matrix.places[cell.place]?.id;
  return sources.some(({ place }) => place.id === here) ? 'direct' : 'inherited';
};

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [15, 0],
  PageUp: [-15, 0],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
};

const within = (value: number, from: number, to: number): number => Math.min(to - 1, Math.max(from, value));

/** Where a key leads in a grid of so many rows and the given columns. */
export const moveInGrid = (
  key: string,
  at: { readonly row: number; readonly column: number },
  rows: number,
  [from, to]: readonly [number, number],
): { row: number; column: number } | undefined => {
  const step = steps[key];
  if (!step) return undefined;
  return { row: within(at.row + step[0], 0, rows), column: within(at.column + step[1], from, to) };
};

/** As many columns as stay readable beside the names. */
export const columnsShown = 6;

/** The first column to show, where so many are left: there may be fewer than when it was chosen. */
export const firstColumn = (chosen: number, count: number): number =>
  chosen < count ? chosen : Math.max(0, Math.floor((count - 1) / columnsShown) * columnsShown);
