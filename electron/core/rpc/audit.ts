import { hash as hashOf } from 'node:crypto';
import type Sqlite from 'better-sqlite3';
import { type ChainedRow, chainedValues, genesisHash, hashedText } from '#shared/model/audit-chain.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { Database } from '../store/database.ts';
import type { Transaction } from '../store/store.ts';
import type { Caller, Who } from './context.ts';

/** One field that changed; secrets only as `'changed'`. */
export interface AuditChange {
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A transaction whose audit event can be told what it did. */
export interface AuditedTransaction extends Transaction {
  /**
   * Adds to the event of this operation; `nodeId` where it made or concerned another node, `by` where whoever did it
   * became known by it alone, such as by signing in.
   */
  audit(told: { changes?: readonly AuditChange[]; detail?: string; nodeId?: string; by?: Who }): void;
}

/** What an event says besides its outcome. */
export interface AuditSubject {
  readonly caller: Caller;
  readonly operation: string;
  readonly permission: Permission | null;
  readonly organizationId: string | null;
  readonly nodeId: string | null;
  /** Ids from the organization down to the node, with spaces between; empty for no node. */
  readonly nodePath: string;
  readonly nodeName: string | null;
}

interface AuditEntry extends AuditSubject {
  readonly outcome: 'allowed' | 'refused' | 'failed';
  readonly changes: readonly AuditChange[];
  readonly detail: string;
}

/** The row as the store has it. */
export interface AuditRow extends ChainedRow {
  readonly sequence: number;
  readonly outcome: 'allowed' | 'refused' | 'failed';
  readonly hash: Uint8Array;
}

const hexOf = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('hex');

/** The hash of a row, from the hash of the one before it in its chain. */
export const auditHash = (previous: Uint8Array, row: ChainedRow): Uint8Array =>
  hashOf('sha256', hashedText(hexOf(previous), row), 'buffer');

export const genesis: Uint8Array = Buffer.from(genesisHash, 'hex');

interface Statements {
  readonly head: Sqlite.Statement;
  readonly addHead: Sqlite.Statement;
  readonly setHead: Sqlite.Statement;
  readonly insert: Sqlite.Statement;
  readonly path: Sqlite.Statement;
  readonly member: Sqlite.Statement;
}

/** A member's node has no name of its own: two may be called alike. */
const memberName = 'SELECT name FROM account WHERE id = (SELECT account_id FROM member WHERE member.id = ?)';

const prepare = (connection: Sqlite.Database): Statements => ({
  head: connection.prepare('SELECT position, hash FROM audit_head WHERE chain = ?'),
  addHead: connection.prepare('INSERT INTO audit_head (position, hash, chain) VALUES (?, ?, ?)'),
  setHead: connection.prepare('UPDATE audit_head SET position = ?, hash = ? WHERE chain = ?'),
  // By place and not by name: eighteen names to look up take as long as the row itself.
  insert:
    connection.prepare(`INSERT INTO audit_event (organization_id, position, at, actor_id, actor_name, via_type,
    via_id, via_label, transport, operation, permission, node_id, node_path, node_name, outcome, changes, detail, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  path: connection.prepare(`WITH RECURSIVE above (id, name, parent_id, depth) AS (
    SELECT id, name, parent_id, 0 FROM node WHERE id = ?
    UNION ALL SELECT n.id, n.name, n.parent_id, depth + 1 FROM above a JOIN node n ON n.id = a.parent_id)
    SELECT id, coalesce(name, (${memberName.replace('?', 'above.id')}), id) AS name FROM above
    ORDER BY depth DESC`),
  member: connection.prepare(memberName),
});

const prepared = new WeakMap<Sqlite.Database, Statements>();

/** Prepared once for each connection: an event is written with every change. */
const statementsOf = ({ connection }: Database): Statements => {
  const known = prepared.get(connection);
  if (known) return known;
  const statements = prepare(connection);
  prepared.set(connection, statements);
  return statements;
};

/** Where a node lies: ids and names from its organization down. */
export interface NodePlace {
  readonly organizationId: string;
  readonly path: string;
  readonly name: string;
}

/** Where a node lies, from the store, so that it is found in the transaction that makes it; undefined once it is gone. */
export const placeInStore = (database: Database, nodeId: string): NodePlace | undefined => {
  const rows = statementsOf(database).path.all(nodeId) as { id: string; name: string }[];
  const [root] = rows;
  if (!root) return undefined;
  return {
    organizationId: root.id,
    path: rows.map(({ id }) => id).join(' '),
    name: rows.map(({ name }) => name).join('/'),
  };
};

/** What an event calls a node: a member as their account is called, and what has no name by its id. */
export const calledInStore = (
  database: Database,
  { id, name }: { id: string; name: string | null },
): string => name ?? (statementsOf(database).member.get(id) as { name: string } | undefined)?.name ?? id;

/** The row at a position of its chain, as SQLite keeps it: half a surrogate pair is U+FFFD there. */
const rowOf = (entry: AuditEntry, position: number, at: number): ChainedRow => {
  const { caller } = entry;
  return {
    organization_id: entry.organizationId,
    position,
    at,
    actor_id: caller.accountId || null,
    actor_name: caller.name.toWellFormed(),
    via_type: caller.via?.type ?? null,
    via_id: caller.via?.id ?? null,
    via_label: caller.via?.label.toWellFormed() ?? null,
    transport: caller.transport,
    operation: entry.operation,
    permission: entry.permission,
    node_id: entry.nodeId,
    node_path: entry.nodePath,
    node_name: entry.nodeName?.toWellFormed() ?? null,
    outcome: entry.outcome,
    changes: JSON.stringify(entry.changes),
    detail: entry.detail.slice(0, 2_000).toWellFormed(),
  };
};

/** Writes an event at the end of its chain; call it inside the transaction of what it tells of. */
export const appendAudit = (database: Database, now: number, entry: AuditEntry): void => {
  const { head, addHead, setHead, insert } = statementsOf(database);
  const chain = entry.organizationId ?? '';
  const before = head.get(chain) as { position: number; hash: Uint8Array } | undefined;
  const row = rowOf(entry, (before?.position ?? 0) + 1, now);
  const hash = auditHash(before?.hash ?? genesis, row);
  insert.run(...chainedValues(row), hash);
  (before ? setHead : addHead).run(row.position, hash, chain);
};
