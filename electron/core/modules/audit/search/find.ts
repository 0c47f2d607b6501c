import type { AuditRow } from '../../../rpc/index.ts';
import type { Database } from '../../../store/database.ts';
import type { AuditReader } from '../reader.ts';
import { Slices } from '../slices.ts';
import type { AuditSearch } from './audit-search.ts';
import type { ChainColumns, ColumnFilter } from './columns.ts';
import { type AuditFilter, type Plan, planOf } from './filter.ts';
import type { TextIndex } from './text-index.ts';
import { wordPlanOf } from './words.ts';

/** What one search works on. */
export interface Search {
  readonly search: AuditSearch;
  readonly database: Database;
  readonly organizationId: string;
  readonly reader: AuditReader;
  readonly filter: AuditFilter;
}

const firstBatch = 256;
const largestBatch = 1_024;

/** The indexes that the full-text index proposes and the columns leave possible, newest first. */
function* byText(
  columns: ChainColumns,
  filter: ColumnFilter,
  parts: { before: number; text: TextIndex; query: string },
): Generator<number> {
  let sequence = parts.before >= columns.length ? Number.MAX_SAFE_INTEGER : columns.sequenceAt(parts.before);
  const oldest = columns.sequenceAt(columns.within(filter).first);
  for (let limit = firstBatch; ; limit = Math.min(limit * 2, largestBatch)) {
    const found = parts.text.candidates(parts.query, { sequence, limit });
    for (const each of found) {
      const index = columns.indexOfSequence(each);
      if (index >= 0 && columns.passes(index, filter)) yield index;
    }
    sequence = found.at(-1) ?? 0;
    if (found.length < limit || sequence <= oldest) return;
    yield resting;
  }
}

/** Stands between two batches, so that other work gets its turn though nothing was found. */
const resting = -1;

/** Both streams as one, newest first, each index once. */
function* merged(one: Generator<number>, other: Generator<number>): Generator<number> {
  let [a, b] = [one.next(), other.next()];
  while (!a.done || !b.done) {
    if (!b.done && b.value === resting) {
      yield resting;
      b = other.next();
    } else if (b.done || (!a.done && a.value > b.value)) {
      yield a.value as number;
      a = one.next();
    } else {
      if (!a.done && a.value === b.value) a = one.next();
      yield b.value;
      b = other.next();
    }
  }
}

interface Candidates {
  readonly indexes: Generator<number>;
  /** Whether the columns alone say that this one has the words. */
  isSure(index: number): boolean;
}

/** By the columns alone, or those that the columns are sure of together with what the full-text index proposes. */
const candidatesOf = (
  columns: ChainColumns,
  plan: Plan,
  parts: { before: number; text: TextIndex | undefined; words: readonly string[] },
): Candidates => {
  const { before, text, words } = parts;
  if (!text) return { indexes: columns.passing(before, plan.columns), isSure: () => true };
  const { filter, isExact, sought } = wordPlanOf(columns, plan, { words, text });
  const possible: ColumnFilter = { ...plan.columns, words: filter };
  const isSure = (index: number): boolean => isExact && columns.isSure(index, filter);
  if (sought.length === 0) return { indexes: columns.passing(before, possible), isSure };
  const certain: ColumnFilter = { ...plan.columns, words: { ...filter, possible: filter.sure } };
  const proposed = byText(columns, possible, { before, text, query: text.queryOf(sought) });
  return { indexes: merged(columns.passing(before, certain), proposed), isSure };
};

/** Whether an event has all the words; only its own text is read for that. */
const hasWords = (
  { search, columns, reader }: { search: AuditSearch; columns: ChainColumns; reader: AuditReader },
  index: number,
  words: readonly string[],
): boolean => {
  const shared = columns.groupAt(index)?.text ?? '';
  const place = columns.placeTextAt(index);
  const own = search.ownText(columns.sequenceAt(index), reader);
  return words.every((word) => shared.includes(word) || place.includes(word) || own.includes(word));
};

/**
 * The events that a filter finds and the reader may read, newest first, from before the position `cursor` on. Long
 * searches let everything else have its turn in between.
 */
export async function* found(
  { search, organizationId, reader, filter }: Search,
  cursor = Number.POSITIVE_INFINITY,
): AsyncGenerator<AuditRow> {
  const columns = await search.columns(organizationId);
  const { words } = filter;
  const text = words.length > 0 ? await search.text() : undefined;
  const plan = planOf(columns, filter, reader);
  if (plan.atMost === 0) return;
  const { end } = columns.within(filter);
  const before = Math.max(0, Math.min(end, columns.indexOfPosition(cursor)));
  const slices = new Slices();
  const { indexes, isSure } = candidatesOf(columns, plan, { before, text, words });
  for (const index of indexes) {
    await slices.rest();
    if (index === resting) continue;
    if (!isSure(index) && !hasWords({ search, columns, reader }, index, words)) continue;
    const row = search.row(columns.sequenceAt(index));
    if (!row || row.organization_id !== organizationId) continue;
    if (plan.asksEach && !reader.mayRead(row)) continue;
    yield row;
  }
}
