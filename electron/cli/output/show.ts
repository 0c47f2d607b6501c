import { plainText } from './plain-text.ts';
import { align, cell, table } from './table.ts';

type Row = Readonly<Record<string, unknown>>;

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isRows = (value: unknown): value is readonly Row[] =>
  Array.isArray(value) && value.length > 0 && value.every(isRow);

const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ');

/** Text of several lines (scripts, keys) keeps them; each is still harmless. */
const block = (text: string): string => text.split('\n').map(plainText).join('\n');

const inline = (value: unknown): string =>
  isRow(value) ? (Object.keys(value).length === 0 ? '-' : plainText(JSON.stringify(value))) : cell(value);

const field = (value: unknown): string =>
  Array.isArray(value) ? value.map(inline).join(', ') || '-' : inline(value);

const section = (name: string, value: unknown): string => {
  if (isRows(value)) return `${name}\n${indent(table(value))}`;
  if (typeof value === 'string') return `${name}\n${indent(block(value).trimEnd())}\n`;
  return `${name}\n${indent(record(value as Row))}`;
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
    align(short.map(([name, inner]) => [name, field(inner)])) +
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
    return [`${'  '.repeat(depth)}${cell(node.name)}`, node.kind, node.state, node.id];
  });
  return align([['NAME', 'KIND', 'STATE', 'ID'], ...lines]);
};

/** An answer as people read it: a table for lists, aligned fields for one thing. */
export const show = (value: unknown): string => {
  if (isRows(value)) return table(value);
  if (Array.isArray(value)) return value.length === 0 ? 'There are none.\n' : `${field(value)}\n`;
  if (!isRow(value)) return `${cell(value)}\n`;
  if (Object.keys(value).length === 0) return 'Done.\n';
  const { nodes, items, ...rest } = value;
  if (isRows(nodes) && isTree(nodes)) return tree(nodes as never as readonly TreeRow[]);
  if (Array.isArray(items)) return show(items) + (Object.keys(rest).length > 0 ? `\n${record(rest)}` : '');
  return record(value);
};
