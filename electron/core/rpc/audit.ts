import type Sqlite from 'better-sqlite3';
import { type ChainedRow, chainedValues } from '#shared/model/audit-chain.ts';
import { type AuditChange, type Fact, namedIn } from '#shared/model/facts.ts';
import { singularOf } from '#shared/model/node-words.ts';
import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { Database } from '../store/database.ts';
import type { Transaction } from '../store/store.ts';
import { auditHash, genesis, headMac, isSame, rowMac, type Trail } from './audit-chain.ts';
import type { Caller, Who } from './caller.ts';
import type { Besides, ChangeableKind, Given } from './change-row.ts';

export type { AuditChange } from '#shared/model/facts.ts';

/** A transaction whose audit event can be told what it did. */
export interface AuditedTransaction extends Transaction {
  /**
   * Adds to the event of this operation; `nodeId` where it made or concerned another node, `by` where whoever did it
   * became known by it alone, such as by signing in.
   */
  audit(told: {
    fact?: Fact | readonly Fact[];
    changes?: readonly AuditChange[];
    nodeId?: string;
    by?: Who;
  }): void;
  /**
   * Writes fields of a node with the index, the announcement and the fact, all at once, and answers whether any was
   * different; see `changeRow`.
   */
  change<K extends ChangeableKind>(kind: K, id: string, fields: Given<K>, besides?: Besides<K>): boolean;
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

export interface AuditEntry extends AuditSubject {
  readonly outcome: 'allowed' | 'refused' | 'failed';
  readonly changes: readonly AuditChange[];
  readonly facts: readonly Fact[];
}

/** The row as the store has it. */
export interface AuditRow extends ChainedRow {
  readonly sequence: number;
  readonly outcome: 'allowed' | 'refused' | 'failed';
  readonly hash: Uint8Array;
  readonly mac: Uint8Array | null;
}

interface Statements {
  readonly head: Sqlite.Statement;
  readonly newest: Sqlite.Statement;
  readonly setHead: Sqlite.Statement;
  readonly insert: Sqlite.Statement;
  readonly path: Sqlite.Statement;
  readonly nameless: Sqlite.Statement;
}

/** A member's node has no name of its own: two may be called alike. */
const memberName = 'SELECT name FROM account WHERE id = (SELECT account_id FROM member WHERE member.id = ?)';

const prepare = (connection: Sqlite.Database): Statements => ({
  head: connection.prepare('SELECT position, hash, mac FROM audit_head WHERE chain = ?'),
  newest: connection.prepare(
    'SELECT position, hash FROM audit_event WHERE organization_id IS ? ORDER BY position DESC LIMIT 1',
  ),
  setHead: connection.prepare(`INSERT INTO audit_head (chain, position, hash, mac) VALUES (?, ?, ?, ?)
    ON CONFLICT (chain) DO UPDATE SET position = excluded.position, hash = excluded.hash, mac = excluded.mac`),
  // By place and not by name: twenty-two names to look up take as long as the row itself.
  insert:
    connection.prepare(`INSERT INTO audit_event (organization_id, position, at, actor_id, actor_name, via_type,
    via_id, via_label, transport, operation, permission, node_id, node_path, node_name, outcome, changes, detail,
    format, facts, named, hash, mac)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  path: connection.prepare(`WITH RECURSIVE above (id, name, parent_id, depth) AS (
    SELECT id, name, parent_id, 0 FROM node WHERE id = ?
    UNION ALL SELECT n.id, n.name, n.parent_id, depth + 1 FROM above a JOIN node n ON n.id = a.parent_id)
    SELECT id, name FROM above ORDER BY depth DESC`),
  nameless: connection
    .prepare(`SELECT coalesce((${memberName.replace('?', '@id')}),
    (SELECT '#' || number FROM deployment WHERE id = @id),
    (SELECT 'request for ' || permission FROM access_request WHERE id = @id))`)
    .pluck(),
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
  const rows = statementsOf(database).path.all(nodeId) as { id: string; name: string | null }[];
  const [root] = rows;
  if (!root) return undefined;
  return {
    organizationId: root.id,
    path: rows.map(({ id }) => id).join(' '),
    name: rows.map((row) => calledInStore(database, row)).join('/'),
  };
};

/**
 * What an event calls a node: a member as their account is called, a deployment by its number, a request by what it asks
 * for, and whatever else has no name by its kind; never by its id.
 */
export const calledInStore = (
  database: Database,
  { id, name }: { id: string; name: string | null },
): string => name ?? (statementsOf(database).nameless.get({ id }) as string | null) ?? wordsOfId(id);

const kindOfPrefix = new Map<string, NodeKind>(
  Object.entries(nodeKinds).map(([kind, { prefix }]) => [prefix, kind as NodeKind]),
);

/** The kind of a node by its id alone, so that one that is gone still has one. */
export const kindOfId = (nodeId: string | null): NodeKind | null =>
  kindOfPrefix.get(nodeId?.slice(0, nodeId.indexOf('_')) ?? '') ?? null;

const wordsOfId = (id: string): string => singularOf(kindOfId(id) ?? 'something');

/** Kinds that the facts and changes of an event name, of which everybody may know: a role's name is in each member's row. */
const openKinds: readonly string[] = ['role', 'organization'];

const kindsNamed = (facts: readonly Fact[], changes: readonly AuditChange[]): string =>
  [...new Set(namedIn({ facts, changes }).map(({ kind }) => kind))]
    .filter((kind) => !openKinds.includes(kind))
    .toSorted()
    .join(' ');

/** JSON as SQLite keeps it; `JSON.stringify` escapes half a surrogate pair. */
const json = (value: unknown): string => JSON.stringify(value);

/** The row at a position of its chain, as SQLite keeps it: half a surrogate pair is U+FFFD there. */
const rowOf = (entry: AuditEntry, position: number, at: number): ChainedRow => {
  const { caller, facts, changes } = entry;
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
    changes: json(changes),
    detail: '',
    format: 2,
    facts: json(facts),
    named: kindsNamed(facts, changes),
  };
};

interface End {
  readonly position: number;
  readonly hash: Uint8Array;
}

type AppendingTrail = Pick<Transaction, 'database' | 'sealer' | 'now'>;

const insertRow = ({ database, sealer, now }: AppendingTrail, entry: AuditEntry, after: End): End => {
  const { insert, setHead } = statementsOf(database);
  const row = rowOf(entry, after.position + 1, now);
  const hash = auditHash(after.hash, row);
  insert.run(...chainedValues(row), hash, rowMac(sealer, hash));
  const chain = entry.organizationId ?? '';
  const end = { position: row.position, hash };
  setHead.run(chain, end.position, hash, headMac(sealer, { chain, ...end }));
  return end;
};

/** What tells of the machine itself, and of nobody. */
export const byTheHost: Caller = {
  accountId: '',
  subject: '',
  via: null,
  name: 'Quayside itself',
  transport: 'in-process',
  connectionId: '',
};

/** Whoever holds the machine and the key of its vault, while no host runs (R18): nobody's account. */
export const localRecovery: Caller = { ...byTheHost, name: 'Local recovery on this machine' };

/**
 * Writes into a chain that it is broken, as an event that everybody who verifies it meets from then on, and goes on after
 * whatever is there; call it inside a transaction.
 */
export const appendBreak = (
  trail: AppendingTrail,
  organizationId: string | null,
  fault: { position: number; reason: string },
): void => {
  const { head, newest } = statementsOf(trail.database);
  const ends = [head.get(organizationId ?? ''), newest.get(organizationId)] as (End | undefined)[];
  const last = ends.reduce<End>((one, other) => (other && other.position >= one.position ? other : one), {
    position: 0,
    hash: genesis,
  });
  insertRow(
    trail,
    {
      caller: byTheHost,
      operation: 'audit.check',
      permission: null,
      organizationId,
      nodeId: organizationId,
      nodePath: organizationId ?? '',
      nodeName: null,
      outcome: 'failed',
      changes: [],
      facts: [{ type: 'chainBroken', ...fault }],
    },
    last,
  );
};

/** Where a chain ends, if that is where this host ended it; undefined for one that has not begun. */
const soundEnd = ({ database, sealer }: Trail, organizationId: string | null): End | 'broken' | undefined => {
  const { head, newest } = statementsOf(database);
  const chain = organizationId ?? '';
  const end = head.get(chain) as (End & { mac: Uint8Array | null }) | undefined;
  if (!end) return newest.get(organizationId) ? 'broken' : undefined;
  return isSame(end.mac, headMac(sealer, { chain, ...end })) ? end : 'broken';
};

/**
 * Writes an event at the end of its chain; call it inside the transaction of what it tells of. A chain whose end was set
 * to another place first gets an event that says so, for the next head would hide it.
 */
export const appendAudit = (trail: AppendingTrail, entry: AuditEntry): void => {
  const { organizationId } = entry;
  const found = soundEnd(trail, organizationId);
  if (found !== 'broken') {
    insertRow(trail, entry, found ?? { position: 0, hash: genesis });
    return;
  }
  const { head } = statementsOf(trail.database);
  const position = ((head.get(organizationId ?? '') as End | undefined)?.position ?? 0) + 1;
  appendBreak(trail, organizationId, { position, reason: 'end' });
  insertRow(trail, entry, head.get(organizationId ?? '') as End);
};
