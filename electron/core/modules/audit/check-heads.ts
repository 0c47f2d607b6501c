import type { AuditVerification } from '#shared/contract/audit.ts';
import { appendBreak, auditHash, headMac, isSame, rowMac, type Trail } from '../../rpc/index.ts';
import type { Store } from '../../store/store.ts';
import { addNotice } from '../organization/index.ts';
import type { OutsideHeads } from './heads-file.ts';
import { type ChainStart, chainsOf, endOf, rowsAfter, startOfChain } from './verify.ts';

/** The first event of a chain that is not as this host wrote it. */
export interface Break {
  readonly organizationId: string | null;
  readonly position: number;
  readonly reason: NonNullable<AuditVerification['reason']>;
}

/**
 * Checks where each chain ends, at every start: that the end is the one that this host wrote last, that the newest event
 * is there and authentic, and that no chain ends before what the file beside the store knows. What is found becomes an
 * event of that chain and a notice to those who run the organization; the host goes on, for a refusal would hand
 * whoever can write the store a way to end it for good.
 */
export function checkHeads(store: Store, outside: OutsideHeads): Break[] {
  const chains = new Set([...chainsOf(store.database), ...[...outside.keys()].map((chain) => chain || null)]);
  const found = [...chains].flatMap((chain) => breakOf(store, chain, outside.get(chain ?? '')) ?? []);
  for (const each of found) tellBreak(store, each);
  return found;
}

/** Writes what was found into the chain, and tells those who run the organization. */
export function tellBreak(store: Store, { organizationId, position, reason }: Break): void {
  store.write((tx) => {
    appendBreak(tx, organizationId, { position, reason });
    if (organizationId === null || !store.access.node(organizationId)) return;
    const text = `The audit trail is broken at event ${position}: somebody changed the store without Quayside. Verify it on the page Audit, keep a copy of the store as it is, and compare it with a backup.`;
    addNotice(tx, organizationId, text);
  });
}

function breakOf(
  trail: Trail,
  organizationId: string | null,
  outside: ChainStart | undefined,
): Break | undefined {
  const fault = faultOfHead(trail, organizationId) ?? faultOfOutside(trail, organizationId, outside);
  return fault && { organizationId, ...fault };
}

type Fault = Pick<Break, 'position' | 'reason'>;

function faultOfHead(trail: Trail, organizationId: string | null): Fault | undefined {
  const { database, sealer } = trail;
  const { head, newest } = endOf(database, organizationId);
  if (!head) {
    if (newest !== null) return { position: 1, reason: 'added' };
    return organizationId !== null ? { position: 1, reason: 'missing' } : undefined;
  }
  const { position, hash } = head;
  const start = startOfChain(database, organizationId);
  if (newest === null ? position > start.position : newest < position)
    return { position: Math.max(newest ?? 0, start.position) + 1, reason: 'missing' };
  if (newest !== null && newest > position) return { position: position + 1, reason: 'added' };
  if (!isSame(head.mac, headMac(sealer, { chain: organizationId ?? '', position, hash })))
    return { position: position + 1, reason: 'end' };
  return faultOfNewest(trail, organizationId, { position, hash });
}

function faultOfNewest(trail: Trail, organizationId: string | null, end: ChainStart): Fault | undefined {
  const start = startOfChain(trail.database, organizationId);
  if (end.position === start.position) return undefined;
  const rows = rowsAfter(trail.database, {
    organizationId,
    after: Math.max(end.position - 2, start.position),
    through: end.position,
    limit: 2,
  });
  const row = rows.at(-1);
  const { position } = end;
  if (!row || !isSame(row.hash, end.hash)) return { position, reason: 'changed' };
  const before = rows.length === 2 ? rows[0]?.hash : position - 1 === start.position ? start.hash : undefined;
  // an event after a gap that was told of already has none before it to follow
  if (before && !isSame(auditHash(before, row), row.hash)) return { position, reason: 'changed' };
  return isSame(row.mac, rowMac(trail.sealer, row.hash)) ? undefined : { position, reason: 'forged' };
}

/** An end that is known from outside is there still, or in an archive; else the store is an older copy. */
function faultOfOutside(
  { database }: Trail,
  organizationId: string | null,
  outside: ChainStart | undefined,
): Fault | undefined {
  if (!outside) return undefined;
  const { head } = endOf(database, organizationId);
  if (!head || head.position < outside.position)
    return { position: (head?.position ?? 0) + 1, reason: 'older' };
  const { position } = outside;
  if (position <= startOfChain(database, organizationId).position) return undefined;
  const [row] = rowsAfter(database, { organizationId, after: position - 1, through: position, limit: 1 });
  return row && isSame(row.hash, outside.hash) ? undefined : { position, reason: 'older' };
}
