import { plainText } from './plain-text.ts';

type Row = Readonly<Record<string, unknown>>;

const longest = 60;
const isScalar = (value: unknown): boolean => value === null || typeof value !== 'object';
const isShown = (name: string, rows: readonly Row[]): boolean => {
  if (name.endsWith('Id') || name === 'permissions') return false;
  return (
    rows.every((row) => isScalar(row[name])) && rows.some((row) => row[name] != null && row[name] !== '')
  );
};

/** `organizationId` → `ORGANIZATION ID`. */
const title = (name: string): string => name.replace(/[A-Z]/g, ' $&').toUpperCase();

/** One value in one line. */
export const cell = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return plainText(String(value));
};

const cut = (text: string): string =>
  [...text].length > longest ? `${[...text].slice(0, longest - 1).join('')}…` : text;

/** Names first, ids last, everything else as the contract orders it. */
const rank = (name: string): number => (name === 'name' || name === 'number' ? 0 : name === 'id' ? 2 : 1);

export const columnsOf = (rows: readonly Row[]): readonly string[] =>
  [...new Set(rows.flatMap((row) => Object.keys(row)))]
    .filter((name) => isShown(name, rows))
    .toSorted((one, other) => rank(one) - rank(other));

/** Aligns cells; the last column is never padded. */
export const align = (lines: readonly (readonly string[])[]): string => {
  const widths = (lines[0] ?? []).map((_, at) =>
    Math.max(...lines.map((line) => [...(line[at] ?? '')].length)),
  );
  return lines
    .map((line) =>
      line
        .map((text, at) => text + ' '.repeat(Math.max(0, (widths[at] ?? 0) - [...text].length)))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
};

/** Objects as rows below a line of titles. */
export const table = (rows: readonly Row[]): string => {
  const columns = columnsOf(rows);
  return align([columns.map(title), ...rows.map((row) => columns.map((name) => cut(cell(row[name]))))]);
};
