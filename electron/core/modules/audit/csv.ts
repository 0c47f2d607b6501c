import type { AuditRow } from '../../rpc/index.ts';
import { instant } from '../node/index.ts';
import { changesInWords, detailOf } from './view.ts';

const columns = [
  'position',
  'at',
  'actorId',
  'actor',
  'via',
  'transport',
  'operation',
  'permission',
  'nodeId',
  'node',
  'outcome',
  'changes',
  'detail',
  'hash',
];

/** What a spreadsheet takes for a formula. Source: OWASP, CSV Injection. */
const formula = /^[=+\-@\t\r\n]/;

/** One cell, always in quotes; one that would be a formula gets an apostrophe in front. */
export const cell = (value: string): string => {
  const safe = formula.test(value.trimStart()) || formula.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
};

const line = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;

export const csvHead = line(columns);

/** One event as a line of CSV (RFC 4180). */
export const csvLine = (row: AuditRow, hasErrors: boolean): string =>
  line([
    String(row.position),
    instant(row.at),
    row.actor_id ?? '',
    row.actor_name,
    [row.via_type, row.via_label].filter(Boolean).join(' '),
    row.transport,
    row.operation,
    row.permission ?? '',
    row.node_id ?? '',
    row.node_name ?? '',
    row.outcome,
    row.changes === '[]' ? '' : JSON.stringify(changesInWords(row)),
    detailOf(row, hasErrors),
    Buffer.from(row.hash).toString('hex'),
  ]);
