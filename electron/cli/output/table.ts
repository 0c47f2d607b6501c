import { inRow, type Row } from './label.ts';
import { plainText } from './plain-text.ts';

const longest = 60;
/** What is for pages (pictures) or for one thing alone (sentences). */
const unlisted = new Set(['avatar', 'refusal', 'lockedBecause']);

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

const isShown = (name: string, rows: readonly Row[]): boolean =>
  !(name.endsWith('Id') || name.endsWith('Ids') || unlisted.has(name)) &&
  rows.some((row) => !isEmpty(row[name]));

/** `organizationId` → `ORGANIZATION ID`. */
const title = (name: string): string => plainText(name.replace(/[A-Z]/g, ' $&').toUpperCase());

const cut = (text: string, most: number): string =>
  [...text].length > most ? `${[...text].slice(0, most - 1).join('')}…` : text;

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

/** Objects as rows below a line of titles; no cell is longer than `most`. */
export const table = (rows: readonly Row[], most = longest): string => {
  const columns = columnsOf(rows);
  return align([
    columns.map(title),
    ...rows.map((row) => columns.map((name) => cut(inRow(name, row[name]), most))),
  ]);
};
