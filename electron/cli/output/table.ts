import { plainText } from './plain-text.ts';

type Row = Readonly<Record<string, unknown>>;

const longest = 60;
/** What is for pages (pictures) or for one thing alone (sentences). */
const unlisted = new Set(['avatar', 'refusal', 'lockedBecause']);

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a thing inside a row is called: its path, its name, or its few fields. */
const labelOf = (value: Row): string => {
  for (const name of ['path', 'name', 'text']) {
    if (typeof value[name] === 'string') return plainText(value[name]);
  }
  if (value.path === null || value.name === null) return '(hidden from you)';
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined && typeof inner !== 'object')
    .map(([name, inner]) => `${name} ${cell(inner)}`)
    .join(', ');
};

/** A long list of permissions says its length in a table; the thing alone shows them. */
const inRow = (name: string, value: unknown): string => {
  if (!Array.isArray(value)) return isRow(value) ? labelOf(value) || '-' : cell(value);
  if (/permissions$/i.test(name)) return String(value.length);
  return value.map((each) => (isRow(each) ? labelOf(each) : cell(each))).join(', ') || '-';
};

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

const isShown = (name: string, rows: readonly Row[]): boolean =>
  !(name.endsWith('Id') || name.endsWith('Ids') || unlisted.has(name)) &&
  rows.some((row) => !isEmpty(row[name]));

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
  return align([
    columns.map(title),
    ...rows.map((row) => columns.map((name) => cut(inRow(name, row[name])))),
  ]);
};
