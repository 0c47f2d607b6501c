import type { AuditVerification } from '#shared/contract/audit.ts';
import { type AuditRow, auditHash, genesis } from '../../rpc/index.ts';
import type { Database } from '../../store/database.ts';
import { Slices } from './slices.ts';

const rowsAtOnce = 200;

/** Where a chain begins for now: after its newest archive, or at nothing. */
export interface ChainStart {
  readonly position: number;
  readonly hash: Uint8Array;
}

interface Mark {
  readonly through: number;
  readonly hash: Uint8Array;
  readonly sha256: string;
}

const newestMark = ({ connection }: Database, organizationId: string): Mark | undefined =>
  connection
    .prepare(
      'SELECT through, hash, sha256 FROM audit_archive WHERE organization_id = ? ORDER BY through DESC LIMIT 1',
    )
    .get(organizationId) as Mark | undefined;

/** Where the rows of a chain begin that are still in the store. */
export const startOfChain = (database: Database, organizationId: string | null): ChainStart => {
  const mark = organizationId === null ? undefined : newestMark(database, organizationId);
  return mark ? { position: mark.through, hash: mark.hash } : { position: 0, hash: genesis };
};

/** Rows of a chain after a position, oldest first. */
export const rowsAfter = (
  { connection }: Database,
  chain: { organizationId: string | null; after: number; through: number; limit: number },
): AuditRow[] =>
  connection
    .prepare(`SELECT * FROM audit_event WHERE organization_id IS ? AND position > ? AND position <= ?
      ORDER BY position LIMIT ?`)
    .all(chain.organizationId, chain.after, chain.through, chain.limit) as AuditRow[];

/** Where a chain ends: as its head says, and as its rows do. */
const endOf = ({ connection }: Database, organizationId: string | null) => {
  const head = connection
    .prepare('SELECT position, hash FROM audit_head WHERE chain = ?')
    .get(organizationId ?? '') as ChainStart | undefined;
  const newest = connection
    .prepare('SELECT max(position) FROM audit_event WHERE organization_id IS ?')
    .pluck()
    .get(organizationId) as number | null;
  return { head: head ?? { position: 0, hash: genesis }, newest };
};

type Fault = { firstBroken: number; reason: NonNullable<AuditVerification['reason']> };

const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

const faultOf = (row: AuditRow, expected: number, previous: Uint8Array): Fault | undefined => {
  if (row.position !== expected) return { firstBroken: expected, reason: 'missing' };
  if (!isSame(auditHash(previous, row), row.hash)) return { firstBroken: expected, reason: 'changed' };
  return undefined;
};

/** Whether an event says what a mark does: the event that archiving left behind in the chain. */
const tellsOf = (row: AuditRow, { through, sha256 }: Mark): boolean =>
  row.operation === 'audit.archive' &&
  row.changes.includes(sha256) &&
  row.changes.includes(`"through":${through}`);

/**
 * Recomputes a chain from its newest archive on, in slices that never keep the event loop for long; what is written
 * meanwhile is not looked at. Names the first position that is changed, missing (in the middle or cut off the end) or
 * more than the head knows. A mark that no event of the chain tells of counts as broken too.
 */
export const verifyChain = async (
  database: Database,
  organizationId: string | null,
): Promise<AuditVerification> => {
  const start = startOfChain(database, organizationId);
  const mark = organizationId === null ? undefined : newestMark(database, organizationId);
  const { head, newest } = endOf(database, organizationId);
  const slices = new Slices();
  let { position, hash } = start;
  let fault: Fault | undefined;
  let isMarkTold = mark === undefined;
  const page = (): AuditRow[] =>
    rowsAfter(database, { organizationId, after: position, through: head.position, limit: rowsAtOnce });
  for (let rows = page(); rows.length > 0 && !fault; rows = page()) {
    for (const row of rows) {
      fault = faultOf(row, position + 1, hash);
      if (fault) break;
      ({ position, hash } = row);
      isMarkTold ||= mark !== undefined && tellsOf(row, mark);
    }
    await slices.rest();
  }
  if (!fault && position < head.position) fault = { firstBroken: position + 1, reason: 'missing' };
  if (!fault && !isSame(hash, head.hash)) fault = { firstBroken: position, reason: 'changed' };
  if (!fault && newest !== null && newest > head.position)
    fault = { firstBroken: head.position + 1, reason: 'added' };
  if (!fault && !isMarkTold) fault = { firstBroken: start.position + 1, reason: 'archive' };
  return {
    checked: position - start.position,
    firstBroken: fault?.firstBroken ?? null,
    reason: fault?.reason ?? null,
    archivedThrough: start.position,
    lastPosition: head.position,
    lastHash: Buffer.from(head.hash).toString('hex'),
  };
};

/** Every chain of a store, that of the store itself as null; for tests and for looking at a store as a whole. */
export const verifyAllChains = async (database: Database): Promise<AuditVerification[]> => {
  const chains = database.connection
    .prepare('SELECT chain FROM audit_head UNION SELECT coalesce(organization_id, ?) FROM audit_event')
    .pluck()
    .all('') as string[];
  const verdicts: AuditVerification[] = [];
  for (const chain of chains) verdicts.push(await verifyChain(database, chain === '' ? null : chain));
  return verdicts;
};
