import type { AuditChunk } from '#shared/contract/audit.ts';
import { exportEnd, exportHead, exportLine } from '#shared/model/audit-export.ts';
import type { AuditRow } from '../../rpc/index.ts';
import { instant } from '../node/index.ts';
import type { AuditContext } from './context.ts';
import { csvHead, csvLine } from './csv.ts';
import { searchOf } from './list.ts';
import { type FilterInput, isUnfiltered } from './search/filter.ts';
import { found, type Search } from './search/find.ts';
import { chainHeadOf, rowsAfter, startOfChain } from './verify.ts';
import { hasErrorWords } from './view.ts';

const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');

const rowsInChunk = 200;

const previousHashOf = (search: Search, row: AuditRow): string => {
  const { database, organizationId } = search;
  const limits = { after: row.position - 2, through: row.position - 1, limit: 1 };
  const [before] = rowsAfter(database, { organizationId, ...limits });
  return hex(before?.hash ?? startOfChain(database, organizationId).hash);
};

/** Positions of what is found, oldest first: 8 bytes an event, however much each of them says. */
const positionsOf = async (
  search: Search,
  isWanted: (row: AuditRow) => boolean = () => true,
): Promise<number[]> => {
  const positions: number[] = [];
  for await (const row of found(search)) if (isWanted(row)) positions.push(row.position);
  return positions.reverse();
};

async function* rowsOf(search: Search, positions: readonly number[]): AsyncGenerator<AuditRow[]> {
  for (let at = 0; at < positions.length; at += rowsInChunk) {
    const wanted = positions.slice(at, at + rowsInChunk);
    yield wanted.flatMap((position) =>
      rowsAfter(search.database, {
        organizationId: search.organizationId,
        after: position - 1,
        through: position,
        limit: 1,
      }),
    );
  }
}

type Format = 'jsonl' | 'csv';

const mediaTypes: Readonly<Record<Format, string>> = {
  jsonl: 'application/jsonl; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
};

async function* jsonl(search: Search, head: { exportedAt: string }): AsyncGenerator<string> {
  // a line holds all that was hashed, so words that the reader may not have leave the whole of it out
  const isWanted = (row: AuditRow): boolean => !hasErrorWords(row) || search.reader.readsErrors(row);
  const positions = await positionsOf(search, isWanted);
  const isGapless = positions.every((position, at) => position === (positions[0] ?? 0) + at);
  const isComplete = isUnfiltered(search.filter) && isGapless;
  yield exportHead({ organizationId: search.organizationId, isComplete, ...head });
  let count = 0;
  let last: AuditRow | undefined;
  for await (const rows of rowsOf(search, positions)) {
    let text = '';
    for (const row of rows) {
      const previousHash = last?.position === row.position - 1 ? hex(last.hash) : previousHashOf(search, row);
      text += exportLine(row, { previousHash, hash: hex(row.hash), mac: row.mac && hex(row.mac) });
      last = row;
      count += 1;
    }
    yield text;
  }
  yield exportEnd(
    { count, lastHash: last ? hex(last.hash) : '' },
    chainHeadOf(search.database, search.organizationId),
  );
}

async function* csv(search: Search): AsyncGenerator<string> {
  yield csvHead;
  for await (const rows of rowsOf(search, await positionsOf(search)))
    yield rows.map((row) => csvLine(row, search.reader.readsErrors(row))).join('');
}

/**
 * The events that a search finds as a file, oldest first, piece by piece. JSONL carries for each event the hash before
 * it, so that the file can be checked on its own; CSV is for spreadsheets and holds nothing that they would run. That
 * somebody exported is itself an event, which the file does not hold yet.
 */
export async function* exportEvents(
  context: AuditContext,
  input: FilterInput & { organizationId: string; format: Format },
): AsyncGenerator<AuditChunk> {
  const exportedAt = instant(context.store.now());
  const search = searchOf(context, { to: undefined, ...input });
  const texts = input.format === 'csv' ? csv(search) : jsonl(search, { exportedAt });
  const fileName = `audit-${exportedAt.replaceAll(/[:.]/g, '-')}.${input.format}`;
  let isFirst = true;
  for await (const text of texts) {
    yield isFirst ? { text, fileName, mediaType: mediaTypes[input.format] } : { text };
    if (isFirst) context.write((tx) => tx.audit({ fact: { type: 'exported', format: input.format } }));
    isFirst = false;
  }
}
