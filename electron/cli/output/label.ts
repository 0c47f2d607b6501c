import { plainText } from './plain-text.ts';

export type Row = Readonly<Record<string, unknown>>;

/** One value in one line. */
export const cell = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return plainText(String(value));
};

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const said = (value: unknown): string =>
  value !== null && typeof value === 'object' ? plainText(JSON.stringify(value)) : cell(value);

/** What a thing inside a row is called: its path, its name, what changed in it, or its few fields. */
const labelOf = (value: Row): string => {
  if (typeof value.field === 'string' && ('before' in value || 'after' in value)) {
    return `${plainText(value.field)}: ${said(value.before)} → ${said(value.after)}`;
  }
  for (const name of ['path', 'name', 'text']) {
    if (typeof value[name] === 'string') return plainText(value[name]);
  }
  if (value.path === null || value.name === null) return '(hidden from you)';
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined && typeof inner !== 'object')
    .map(([name, inner]) => `${plainText(name)} ${cell(inner)}`)
    .join(', ');
};

/** A long list of permissions says its length in a table; the thing alone shows them. */
export const inRow = (name: string, value: unknown): string => {
  if (!Array.isArray(value)) return isRow(value) ? labelOf(value) || '-' : cell(value);
  if (/permissions$/i.test(name)) return String(value.length);
  return value.map((each) => (isRow(each) ? labelOf(each) : cell(each))).join(', ') || '-';
};
