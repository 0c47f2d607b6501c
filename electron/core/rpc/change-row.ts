import type { Updateable } from 'kysely';
import type { Change } from '#shared/contract/changes.ts';
import { AppError } from '#shared/model/errors.ts';
import type { AuditChange, Fact, Named } from '#shared/model/facts.ts';
import type { NodeKind } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { RoleReach } from '#shared/model/roles.ts';
import { roleRow } from '../access/index.ts';
import type { Tables } from '../store/schema.ts';
import type { Transaction } from '../store/store.ts';

/** The fields of the kinds that `tx.change` writes: a column of the kind's own table each, and the node's name. */
export interface ChangeableFields {
  organization: {
    name: string;
    description: string;
    allowsTransfer: boolean;
    adminsManageAdmins: boolean;
    invitationHours: number;
    seatLimit: number | null;
    defaultRole: string | null;
  };
  project: { name: string; description: string };
  environment: { name: string; description: string; isProtected: boolean };
  service: { name: string; description: string; server: string | null };
  team: { name: string; description: string };
  tagSet: { name: string; type: string; position: number };
  tag: { name: string; color: string; position: number };
  role: {
    name: string;
    description: string;
    level: number;
    reach: RoleReach;
    permissions: readonly Permission[];
  };
  server: {
    name: string;
    host: string;
    port: number;
    user: string;
    jumpServer: string | null;
    hostKey: string;
  };
  apiKey: { name: string };
  registry: { name: string; address: string; username: string };
  certificate: { name: string };
  gitProvider: { name: string; baseUrl: string; username: string | null; workspace: string | null };
  sshKey: { name: string };
  domain: {
    name: string;
    host: string;
    path: string;
    stripsPath: boolean;
    port: number;
    part: string | null;
    https: 'none' | 'acme' | 'internal' | 'own';
    certificate: string | null;
    redirectsHttp: boolean;
    redirectsWww: boolean;
    headers: readonly string[];
    isEnabled: boolean;
  };
  identityProvider: {
    name: string;
    issuer: string;
    clientId: string;
    emailDomains: readonly string[];
    role: string | null;
    isEnabled: boolean;
    trustsSecondFactor: boolean;
  };
}

export type ChangeableKind = keyof ChangeableFields;

/** What is given of a kind's fields; what is absent stays. */
export type Given<K extends ChangeableKind> = {
  readonly [F in keyof ChangeableFields[K]]?: ChangeableFields[K][F] | undefined;
};

const tables = {
  organization: 'organization',
  project: 'project',
  environment: 'environment',
  service: 'service',
  team: 'team',
  tagSet: 'tag_set',
  tag: 'tag',
  role: 'role',
  server: 'server',
  apiKey: 'api_key',
  registry: 'registry',
  certificate: 'certificate',
  gitProvider: 'git_provider',
  sshKey: 'ssh_key',
  domain: 'domain',
  identityProvider: 'identity_provider',
} as const satisfies Record<ChangeableKind, keyof Tables>;

/** What a change does to the same row besides its fields. */
export interface Besides<K extends ChangeableKind> {
  /** Columns that are written in any case and not told: what is sealed, counted, or follows from what was asked. */
  readonly columns?: Updateable<Tables[(typeof tables)[K]]>;
  /** What is told of those. */
  readonly changes?: readonly AuditChange[];
  /** What is announced where that isn't the node itself. */
  readonly announces?: Change['kind'];
}

/** Columns that aren't called as their field is, by kind. */
const columnNames: { readonly [K in ChangeableKind]?: Readonly<Record<string, string>> } = {
  organization: { defaultRole: 'default_role_id' },
  service: { server: 'server_id' },
  domain: { certificate: 'certificate_id' },
  server: { jumpServer: 'jump_server_id', hostKey: 'host_key_fingerprint' },
  identityProvider: { role: 'role_id' },
};

/** Fields that point to another node, of whatever kind has them; they are told by its name. */
const references: Readonly<Record<string, NodeKind>> = {
  defaultRole: 'role',
  role: 'role',
  server: 'server',
  certificate: 'certificate',
  jumpServer: 'server',
};

/** Kinds whose row counts its edits, so that nobody's is overwritten unseen. */
const counting: ReadonlySet<ChangeableKind> = new Set([
  'role',
  'registry',
  'certificate',
  'domain',
  'gitProvider',
]);

type AuditedParts = Transaction & {
  audit(told: { changes?: readonly AuditChange[]; fact?: Fact }): void;
};

type Column = string | number | null;
type Row = Readonly<Record<string, Column>>;

/**
 * Changes a node of a kind: its row, its name with the index, the announcement and the audit fact, all at once, so that
 * none of them is forgotten. Writes and tells nothing where nothing is different; answers whether something was.
 */
export function changeRow<K extends ChangeableKind>(
  tx: AuditedParts,
  { kind, id }: { kind: K; id: string },
  fields: Given<K>,
  { columns = {}, changes = [], announces = kind }: Besides<K> = {},
): boolean {
  const before = rowOf(tx, kind, id);
  const changed = Object.entries(fields).flatMap(([field, after]): Changed[] => {
    const old = before[columnOf(kind, field)] ?? null;
    return after === undefined || isSame(old, after) ? [] : [{ field, old, after }];
  });
  const edited = changed.filter(({ field }) => field !== 'name');
  const values = {
    ...Object.fromEntries(edited.map(({ field, after }) => [columnOf(kind, field), stored(after)])),
    ...(counting.has(kind) && changed.length > 0 ? { version: Number(before.version) + 1 } : {}),
    ...columns,
  };
  const renamed = changed.find(({ field }) => field === 'name');
  if (renamed) tx.renameNode(id, String(renamed.after));
  update(tx, { kind, id }, values);
  if (Object.keys(values).length > 0) tx.announce({ kind: announces, nodeId: id, verb: 'updated' });
  if (changed.length > 0) indexing[kind]?.(tx, id);
  tx.audit({ changes: [...changed.map((each) => told(tx, each)), ...changes] });
  return changed.length > 0;
}

interface Changed {
  readonly field: string;
  readonly old: Column;
  readonly after: unknown;
}

function rowOf({ database }: Transaction, kind: ChangeableKind, id: string): Row {
  const row = database.connection
    .prepare(
      `SELECT own.*, node.name FROM ${tables[kind]} own JOIN node ON node.id = own.id WHERE own.id = ?`,
    )
    .get(id) as Row | undefined;
  if (!row) throw new AppError('NOT_FOUND', { kind, id });
  return row;
}

function columnOf(kind: ChangeableKind, field: string): string {
  return columnNames[kind]?.[field] ?? field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A list's order says nothing, nor what is in it twice. */
function isSame(old: Column, after: unknown): boolean {
  if (!Array.isArray(after)) return stored(after) === old;
  const [was, is] = [new Set(listOf(old)), new Set<unknown>(after)];
  return was.size === is.size && [...was].every((each) => is.has(each));
}

function listOf(column: Column): unknown[] {
  return JSON.parse(String(column)) as unknown[];
}

function stored(value: unknown): Column {
  if (Array.isArray(value)) return JSON.stringify([...new Set<unknown>(value)]);
  return typeof value === 'boolean' ? Number(value) : (value as Column);
}

function update(
  { database }: Transaction,
  { kind, id }: { kind: ChangeableKind; id: string },
  values: object,
) {
  const columns = Object.keys(values);
  if (columns.length === 0) return;
  const set = columns.map((column) => `"${column}" = ?`).join(', ');
  database.connection
    .prepare(`UPDATE ${tables[kind]} SET ${set} WHERE id = ?`)
    .run(...Object.values(values), id);
}

/** Flags are kept as 0 and 1 and lists as JSON, and told as what they are; a reference is told by its name. */
function told(tx: Transaction, { field, old, after }: Changed): AuditChange {
  const kind = references[field];
  if (kind) return { field, was: named(tx, kind, old), is: named(tx, kind, after as Column) };
  if (Array.isArray(after)) return { field, before: listOf(old), after: [...new Set<unknown>(after)] };
  return { field, before: typeof after === 'boolean' ? old === 1 : old, after };
}

function named({ database }: Transaction, kind: NodeKind, id: Column): Named | null {
  if (typeof id !== 'string') return null;
  const name = database.connection.prepare('SELECT name FROM node WHERE id = ?').pluck().get(id);
  return { id, kind, name: String(name ?? '') };
}

/** What of the access index a kind's row feeds. */
const indexing: { readonly [K in ChangeableKind]?: (tx: Transaction, id: string) => void } = {
  role: indexRole,
};

/** A role decides calls from the commit on, which the index answers. */
function indexRole(tx: Transaction, id: string): void {
  const row = rowOf(tx, 'role', id) as unknown as Parameters<typeof roleRow>[0];
  tx.afterCommit((access) => access.setRole(roleRow(row)));
}
