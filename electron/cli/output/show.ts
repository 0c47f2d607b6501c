import { cell, isRow, type Row } from './label.ts';
import { blockText, plainText } from './plain-text.ts';
import { align, table } from './table.ts';

const isRows = (value: unknown): value is readonly Row[] =>
  Array.isArray(value) && value.length > 0 && value.every(isRow);

const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ');

const inline = (value: unknown): string =>
  isRow(value) ? (Object.keys(value).length === 0 ? '-' : plainText(JSON.stringify(value))) : cell(value);

const field = (value: unknown): string =>
  Array.isArray(value) ? value.map(inline).join(', ') || '-' : inline(value);

const section = (name: string, value: unknown): string => {
  if (isRows(value)) return `${plainText(name)}\n${indent(table(value, Number.POSITIVE_INFINITY))}`;
  if (typeof value === 'string') return `${plainText(name)}\n${indent(blockText(value).trimEnd())}\n`;
  return `${plainText(name)}\n${indent(record(value as Row))}`;
};

const isSection = (value: unknown): boolean =>
  isRows(value) ||
  (isRow(value) && Object.keys(value).length > 0) ||
  (typeof value === 'string' && value.trimEnd().includes('\n'));

const record = (value: Row): string => {
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const short = fields.filter(([, inner]) => !isSection(inner));
  const long = fields.filter(([, inner]) => isSection(inner));
  return (
    align(short.map(([name, inner]) => [plainText(name), field(inner)])) +
    long.map(([name, inner]) => section(name, inner)).join('')
  );
};

interface TreeRow {
  readonly id: string;
  readonly parentId: string | null;
  readonly kind: string;
  readonly name: string;
  readonly state: string;
}

const isTree = (value: readonly Row[]): boolean => value.every((row) => 'parentId' in row && 'kind' in row);

const tree = (nodes: readonly TreeRow[]): string => {
  const depths = new Map<string | null, number>([[null, -1]]);
  const lines = nodes.map((node) => {
    const depth = (depths.get(node.parentId) ?? -1) + 1;
    depths.set(node.id, depth);
    return [`${'  '.repeat(depth)}${cell(node.name)}`, cell(node.kind), cell(node.state), cell(node.id)];
  });
  return align([['NAME', 'KIND', 'STATE', 'ID'], ...lines]);
};

interface MatrixRow extends Row {
  readonly permission: string;
  readonly cells: readonly (readonly number[])[];
}

/** Permissions against places: where something holds a permission, and where nothing does. */
const matrix = (places: readonly Row[], rows: readonly MatrixRow[]): string =>
  align([
    ['PERMISSION', ...places.map(({ path }) => cell(path))],
    ...rows.map(({ permission, cells }) => [
      cell(permission),
      ...cells.map((sources) => (sources.length > 0 ? 'yes' : '-')),
    ]),
  ]);

const isMatrix = (rows: unknown): rows is readonly MatrixRow[] =>
  isRows(rows) &&
  rows.every(({ permission, cells }) => typeof permission === 'string' && Array.isArray(cells));

/** What is to be saved. */
export const isFile = (value: unknown): value is { fileName: string; text: string } =>
  isRow(value) && typeof value.fileName === 'string' && typeof value.text === 'string';

/** An answer as people read it: a table for lists, aligned fields for one thing. */
export const show = (value: unknown): string => {
  if (isRows(value)) return table(value);
  if (Array.isArray(value)) return value.length === 0 ? 'There are none.\n' : `${field(value)}\n`;
  if (!isRow(value)) return `${cell(value)}\n`;
  if (Object.keys(value).length === 0) return 'Done.\n';
  if (isRows(value.places) && isMatrix(value.rows)) {
    const { places, rows, ...other } = value;
    return `${matrix(places, rows)}\n${record(other)}`;
  }
  const { nodes, items, ...rest } = value;
  if (isRows(nodes) && isTree(nodes)) return tree(nodes as never as readonly TreeRow[]);
  if (Array.isArray(items)) return show(items) + (Object.keys(rest).length > 0 ? `\n${record(rest)}` : '');
  return record(value);
};
