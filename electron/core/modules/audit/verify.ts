import type { AuditVerification } from '#shared/contract/audit.ts';
import type { ChainHead } from '#shared/model/audit-export.ts';
import type { Fact } from '#shared/model/facts.ts';
import {
  type ArchiveMark,
  type AuditRow,
  auditHash,
  genesis,
  headMac,
  isSame,
  markMac,
  rowMac,
  type Trail,
} from '../../rpc/index.ts';
import type { Database } from '../../store/database.ts';
import { Slices } from './slices.ts';

const rowsAtOnce = 200;

/** Where a chain begins for now: after its newest archive, or at nothing. */
export interface ChainStart {
  readonly position: number;
  readonly hash: Uint8Array;
}

type Mark = ArchiveMark & { readonly mac: Uint8Array | null };

const newestMark = ({ connection }: Database, organizationId: string): Mark | undefined =>
  connection
    .prepare('SELECT * FROM audit_archive WHERE organization_id = ? ORDER BY through DESC LIMIT 1')
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

interface Head extends ChainStart {
  readonly mac: Uint8Array | null;
}

/** Where a chain ends: as its head says, and as its rows do. */
export const endOf = ({ connection }: Database, organizationId: string | null) => {
  const head = connection
    .prepare('SELECT position, hash, mac FROM audit_head WHERE chain = ?')
    .get(organizationId ?? '') as Head | undefined;
  const newest = connection
    .prepare('SELECT max(position) FROM audit_event WHERE organization_id IS ?')
    .pluck()
    .get(organizationId) as number | null;
  return { head, newest };
};

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * The end of a chain with its code, to be kept outside of the store: in exports, in the file beside it, later on managed
 * servers and in bundles. A chain that ends before such a head, or has another event there, was set back or rewritten.
 */
export const chainHeadOf = (database: Database, organizationId: string | null): ChainHead | null => {
  const { head } = endOf(database, organizationId);
  return head?.mac ? { position: head.position, hash: hexOf(head.hash), mac: hexOf(head.mac) } : null;
};

type Fault = { firstBroken: number; reason: NonNullable<AuditVerification['reason']> };

/** Rows from before there was a key say nothing in facts, and come before all others. */
const isAuthentic = ({ sealer }: Trail, row: AuditRow, isKeyed: boolean): boolean =>
  row.format === 1
    ? !isKeyed && row.mac === null && row.facts === '[]' && row.named === ''
    : isSame(row.mac, rowMac(sealer, row.hash));

/** What an event of the host itself says of the chain: that it was found broken, which it stays. */
const breakToldBy = (row: AuditRow): Fault | undefined => {
  if (row.operation !== 'audit.check') return undefined;
  const told = (JSON.parse(row.facts) as Fact[]).find((fact) => fact.type === 'chainBroken');
  return told && { firstBroken: told.position, reason: told.reason as Fault['reason'] };
};

const faultOf = (
  trail: Trail,
  row: AuditRow,
  before: { position: number; hash: Uint8Array; isKeyed: boolean },
): Fault | undefined => {
  const expected = before.position + 1;
  if (row.position !== expected) return { firstBroken: expected, reason: 'missing' };
  if (!isSame(auditHash(before.hash, row), row.hash)) return { firstBroken: expected, reason: 'changed' };
  if (!isAuthentic(trail, row, before.isKeyed)) return { firstBroken: expected, reason: 'forged' };
  return breakToldBy(row);
};

/** Whether an event says what a mark does: the event that archiving left behind in the chain. */
const tellsOf = (row: AuditRow, { through, sha256 }: Mark): boolean =>
  row.operation === 'audit.archive' &&
  `${row.changes}${row.facts}`.includes(sha256) &&
  `${row.changes}${row.facts}`.includes(`"through":${through}`);

const isMarkSound = ({ sealer }: Trail, mark: Mark | undefined): boolean =>
  mark === undefined || isSame(mark.mac, markMac(sealer, mark));

/** A chain that has no end where it must have one: an organization begins with an event. */
const isForgotten = ({ connection }: Database, organizationId: string | null): boolean =>
  organizationId !== null &&
  connection.prepare('SELECT 1 FROM node WHERE id = ?').get(organizationId) !== undefined;

/** What the end of a chain says against it, once its rows were gone through. */
const faultOfEnd = (
  trail: Trail,
  organizationId: string | null,
  { end, isKeyed, said }: { end: ChainStart; isKeyed: boolean; said: ReturnType<typeof endOf> },
): Fault | undefined => {
  const { head, newest } = said;
  if (!head) {
    const isBroken = newest !== null || isForgotten(trail.database, organizationId);
    return isBroken ? { firstBroken: 1, reason: newest === null ? 'missing' : 'added' } : undefined;
  }
  const next = end.position + 1;
  if (end.position < head.position) return { firstBroken: next, reason: 'missing' };
  if (!isSame(end.hash, head.hash)) return { firstBroken: end.position, reason: 'changed' };
  if (newest !== null && newest > head.position) return { firstBroken: head.position + 1, reason: 'added' };
  const chain = organizationId ?? '';
  const isOwnEnd = isKeyed && isSame(head.mac, headMac(trail.sealer, { chain, ...head }));
  return isOwnEnd ? undefined : { firstBroken: next, reason: 'end' };
};

/**
 * Recomputes a chain from its newest archive on, in slices that never keep the event loop for long; what is written
 * meanwhile is not looked at. Names the first position that is changed, missing (in the middle or cut off the end), not
 * written under the key of this store, or more than the head knows. A mark that no event of the chain tells of counts as
 * broken too, and a break that was found before. `signal` ends it early, with a verdict that says nothing.
 */
export const verifyChain = async (
  trail: Trail,
  organizationId: string | null,
  signal?: AbortSignal,
): Promise<AuditVerification> => {
  const { database } = trail;
  const start = startOfChain(database, organizationId);
  const mark = organizationId === null ? undefined : newestMark(database, organizationId);
  const said = endOf(database, organizationId);
  const last = said.head ?? { position: 0, hash: genesis };
  const slices = new Slices();
  let { position, hash } = start;
  let fault: Fault | undefined;
  let isKeyed = false;
  let isMarkTold = mark === undefined;
  const page = (): AuditRow[] =>
    rowsAfter(database, { organizationId, after: position, through: last.position, limit: rowsAtOnce });
  for (let rows = page(); rows.length > 0 && !fault && !signal?.aborted; rows = page()) {
    for (const row of rows) {
      fault = faultOf(trail, row, { position, hash, isKeyed });
      if (fault) break;
      ({ position, hash } = row);
      isKeyed = row.format !== 1;
      isMarkTold ||= mark !== undefined && tellsOf(row, mark);
    }
    await slices.rest();
  }
  fault ??= faultOfEnd(trail, organizationId, { end: { position, hash }, isKeyed, said });
  if (!fault && !(isMarkTold && isMarkSound(trail, mark)))
    fault = { firstBroken: start.position + 1, reason: 'archive' };
  return {
    checked: position - start.position,
    firstBroken: fault?.firstBroken ?? null,
    reason: fault?.reason ?? null,
    archivedThrough: start.position,
    lastPosition: last.position,
    lastHash: Buffer.from(last.hash).toString('hex'),
  };
};

/** Every chain of a store, that of the store itself as null; for tests and for looking at a store as a whole. */
export const verifyAllChains = async (trail: Trail): Promise<AuditVerification[]> => {
  const verdicts: AuditVerification[] = [];
  for (const chain of chainsOf(trail.database)) verdicts.push(await verifyChain(trail, chain));
  return verdicts;
};

/** Every chain that there is or has to be, that of the store itself as null. */
export const chainsOf = ({ connection }: Database): (string | null)[] => {
  const chains = connection
    .prepare(`SELECT chain FROM audit_head UNION SELECT coalesce(organization_id, '') FROM audit_event
      UNION SELECT id FROM node WHERE kind = 'organization'`)
    .pluck()
    .all() as string[];
  return chains.map((chain) => (chain === '' ? null : chain));
};
