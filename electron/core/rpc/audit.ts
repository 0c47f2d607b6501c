import { createHash } from 'node:crypto';
import type { Permission } from '#shared/model/permissions.ts';
import { type Database, sql } from '../store/database.ts';
import type { Transaction } from '../store/store.ts';
import type { Caller } from './context.ts';

/** One field that changed; secrets only as `'changed'`. */
export interface AuditChange {
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A transaction whose audit event can be told what it did. */
export interface AuditedTransaction extends Transaction {
  /** Adds to the event of this operation; `nodeId` where it made or concerned another node. */
  audit(told: { changes?: readonly AuditChange[]; detail?: string; nodeId?: string }): void;
}

/** What an event says besides its outcome. */
export interface AuditSubject {
  readonly caller: Caller;
  readonly operation: string;
  readonly permission: Permission | null;
  readonly organizationId: string | null;
  readonly nodeId: string | null;
  readonly nodeName: string | null;
}

interface AuditEntry extends AuditSubject {
  readonly outcome: 'allowed' | 'refused' | 'failed';
  readonly changes: readonly AuditChange[];
  readonly detail: string;
}

interface HashedRow {
  readonly at: number;
  readonly organization_id: string | null;
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly transport: string;
  readonly operation: string;
  readonly permission: string | null;
  readonly node_id: string | null;
  readonly node_name: string | null;
  readonly outcome: string;
  readonly changes: string;
  readonly detail: string;
}

/** The hash of a row: SHA-256 over the hash before it and the row's fields in a fixed order. */
export const auditHash = (previous: Uint8Array, row: HashedRow): Uint8Array =>
  createHash('sha256')
    .update(previous)
    .update(
      JSON.stringify([
        row.at,
        row.organization_id,
        row.actor_id,
        row.actor_name,
        row.transport,
        row.operation,
        row.permission,
        row.node_id,
        row.node_name,
        row.outcome,
        row.changes,
        row.detail,
      ]),
    )
    .digest();

const genesis = new Uint8Array(32);
const newestHash = sql.selectFrom('audit_event').select('hash').orderBy('sequence', 'desc').limit(1);

/** Writes an event at the end of the chain; call it inside the transaction of what it tells of. */
export const appendAudit = (database: Database, now: number, entry: AuditEntry): void => {
  const row = {
    at: now,
    organization_id: entry.organizationId,
    actor_id: entry.caller.accountId || null,
    actor_name: entry.caller.name,
    transport: entry.caller.transport,
    operation: entry.operation,
    permission: entry.permission,
    node_id: entry.nodeId,
    node_name: entry.nodeName,
    outcome: entry.outcome,
    changes: JSON.stringify(entry.changes),
    detail: entry.detail.slice(0, 2_000),
  };
  const hash = auditHash(database.first(newestHash)?.hash ?? genesis, row);
  database.run(sql.insertInto('audit_event').values({ ...row, hash }));
};

/** Recomputes the chain; answers how many rows were read and the first that does not fit. */
export const verifyAudit = (database: Database): { checked: number; firstBroken: number | null } => {
  let previous: Uint8Array = genesis;
  let checked = 0;
  let expected = 1;
  const rows = database.connection.prepare('SELECT * FROM audit_event ORDER BY sequence').iterate();
  for (const each of rows) {
    const row = each as HashedRow & { sequence: number; hash: Uint8Array };
    checked += 1;
    const hash = auditHash(previous, row);
    if (row.sequence !== expected || Buffer.compare(hash, row.hash) !== 0) {
      return { checked, firstBroken: row.sequence };
    }
    previous = row.hash;
    expected += 1;
  }
  return { checked, firstBroken: null };
};
