import type { AuditRow } from '../../../rpc/index.ts';
import type { Database } from '../../../store/database.ts';
import type { AuditReader } from '../reader.ts';
import { Slices } from '../slices.ts';
import type { AuditSearch } from './audit-search.ts';
import type { ChainColumns } from './columns.ts';
import { type AuditFilter, type Plan, planOf } from './filter.ts';
import { searchedText } from './text.ts';
import type { TextIndex } from './text-index.ts';

/** What one search works on. */
export interface Search {
  readonly search: AuditSearch;
  readonly database: Database;
  readonly organizationId: string;
  readonly reader: AuditReader;
  readonly filter: AuditFilter;
}

const firstBatch = 512;
const largestBatch = 16_384;

/** How many candidates of the index cost as much as one event whose text is compared. */
const costOfComparing = 20;

/** The indexes that pass the columns, newest first, straight from the columns. */
function* byColumns(columns: ChainColumns, plan: Plan, before: number): Generator<number> {
  for (let index = before; ; ) {
    index = columns.nextPassing(index - 1, 0, plan.columns);
    if (index < 0) return;
    yield index;
  }
}

/** The indexes that may hold the words and pass the columns, newest first, by the full-text index. */
function* byText(
  columns: ChainColumns,
  plan: Plan,
  parts: { before: number; text: TextIndex; words: readonly string[] },
): Generator<number> {
  let sequence = parts.before >= columns.length ? Number.MAX_SAFE_INTEGER : columns.sequenceAt(parts.before);
  const oldest = columns.sequenceAt(0);
  for (let limit = firstBatch; ; limit = Math.min(limit * 2, largestBatch)) {
    const found = parts.text.candidates(parts.words, { sequence, limit });
    for (const each of found) {
      const index = columns.indexOfSequence(each);
      if (index >= 0 && columns.passes(index, plan.columns)) yield index;
    }
    sequence = found.at(-1) ?? 0;
    if (found.length < limit || sequence <= oldest) return;
  }
}

const isShort = (word: string): boolean => [...word].length < 3;

/** Chooses by what promises fewer events: the words, or everything else. */
const candidatesOf = (
  columns: ChainColumns,
  plan: Plan,
  parts: { before: number; text: TextIndex | undefined; words: readonly string[] },
): Generator<number> => {
  const { before, text } = parts;
  const words = parts.words.filter((word) => !isShort(word));
  const estimate = text?.estimate(words);
  if (!text || estimate === undefined || plan.atMost * costOfComparing < estimate)
    return byColumns(columns, plan, before);
  return byText(columns, plan, { before, text, words });
};

/**
 * The events that a filter finds and the reader may read, newest first, from before the position `cursor` on. Yields
 * nothing half-way: `undefined` means that another turn was given to the event loop, and the search goes on.
 */
export async function* found(
  { search, organizationId, reader, filter }: Search,
  cursor = Number.POSITIVE_INFINITY,
): AsyncGenerator<AuditRow> {
  const columns = await search.columns(organizationId);
  const text = filter.words.length > 0 ? await search.text() : undefined;
  const plan = planOf(columns, filter, reader);
  if (plan.atMost === 0) return;
  const before = Math.max(0, Math.min(columns.length, columns.indexOfPosition(cursor)));
  const slices = new Slices();
  for (const index of candidatesOf(columns, plan, { before, text, words: filter.words })) {
    const row = search.row(columns.sequenceAt(index));
    if (!row || row.organization_id !== organizationId) continue;
    if (plan.asksEach && !reader.mayRead(row)) continue;
    if (filter.words.length > 0) {
      const content = searchedText(row);
      if (!filter.words.every((word) => content.includes(word))) continue;
    }
    yield row;
    await slices.rest();
  }
}
