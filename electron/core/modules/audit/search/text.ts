import type { AuditRow } from '../../../rpc/index.ts';
import { changesInWords, detailOf } from '../view.ts';

const longest = 4_000;
// Controls end a word just as spaces do; NUL would end the text for SQLite.
const control = /\p{Cc}+/gu;

/** What nearly every event is made of, and needs no more than lower case. */
const isPlain = /^[\n\x20-\x7e]*$/;
const mark = /\p{M}+/gu;

/** Text as it is compared: in lower case, without accents and control characters, one form of each letter. */
export const fold = (text: string): string =>
  isPlain.test(text)
    ? text.toLowerCase()
    : text
        .toWellFormed()
        .toLowerCase()
        .normalize('NFKD')
        .toLowerCase()
        .replace(mark, '')
        .replaceAll('ς', 'σ')
        .replace(control, ' ');

const textOfValue = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

const textOfChanges = (row: Pick<AuditRow, 'changes'>): string =>
  changesInWords(row)
    .map(({ field, before, after }) => `${field} ${textOfValue(before)} ${textOfValue(after)}`)
    .join('\n');

/** What many events share, and is known without reading them: who did what, as whom. */
export const sharedText = (
  row: Pick<AuditRow, 'actor_name' | 'via_label' | 'operation' | 'permission'>,
): string => fold([row.actor_name, row.via_label ?? '', row.operation, row.permission ?? ''].join('\n'));

/** What of an event makes its own text. */
export type OwnRow = Pick<AuditRow, 'detail' | 'changes' | 'facts' | 'node_id' | 'node_name'>;

/** What an event has of its own for a reader: its sentence and what changed; of very long changes the beginning. */
export const freeText = (row: OwnRow, hasErrors: boolean): string =>
  fold([detailOf(row, hasErrors), textOfChanges(row)].join('\n').slice(0, longest));

/** The words of what somebody typed, folded; all of them have to occur. */
export const wordsOf = (typed: string): string[] => [...new Set(fold(typed).split(/\s+/u).filter(Boolean))];

const surrogate = /[\uD800-\uDFFF]/;

/** All runs of three characters of a text, as the index has them. */
export const trigramsOf = (text: string): Set<string> => {
  const runs = new Set<string>();
  if (surrogate.test(text)) {
    const letters = [...text];
    for (let at = 0; at + 3 <= letters.length; at += 1) runs.add(letters.slice(at, at + 3).join(''));
  } else for (let at = 0; at + 3 <= text.length; at += 1) runs.add(text.slice(at, at + 3));
  return runs;
};

/** A text as FTS5 reads it literally, whatever it holds. Source: SQLite FTS5, 3.1. */
export const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
