import type { AccessMatrix } from '#shared/contract/access.ts';

/** What a spreadsheet would take for a formula at the start of a cell. */
const isFormula = /^[=+\-@\t\r]/;

/** One cell of CSV (RFC 4180); what a spreadsheet would run as a formula begins with `'`. */
export const csvCell = (text: string): string => {
  const safe = isFormula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const line = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

const shortly = (source: AccessMatrix['sources'][number] | undefined): string => {
  if (!source) return '';
  const by = { role: 'role', extra: 'extra', grant: 'grant', team: `team ${source.team?.name ?? ''}` };
  const end = source.endsAt === null ? '' : ` until ${source.endsAt}`;
  return [by[source.type], source.role ?? '', end.trim()].filter((part) => part !== '').join(' ');
};

/** The matrix with one line a permission and one column a place; a cell names what holds it there, or is empty. */
export const matrixCsv = (matrix: AccessMatrix): string =>
  line(['kind', 'verb', ...matrix.places.map(({ path }, index) => (index === 0 ? 'everywhere' : path))]) +
  matrix.rows
    .map(({ kind, verb, cells }) =>
      line([
        kind,
        verb,
        ...cells.map((held) => [...new Set(held.map((at) => shortly(matrix.sources[at])))].join('; ')),
      ]),
    )
    .join('');

/** A name that every file system takes. */
export const csvName = (matrix: AccessMatrix): string => {
  const name = matrix.memberName.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '');
  return `access-${name === '' ? matrix.memberId : name}.csv`.toLowerCase();
};
