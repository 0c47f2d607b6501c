import { AppError } from '#shared/model/errors.ts';
import type { AuditChange, Fact } from '#shared/model/facts.ts';
import type { Transaction } from '../store/store.ts';

/** The fields of the kinds that `tx.change` writes: a column of the kind's own table each, and the node's name. */
export interface ChangeableFields {
  organization: { name: string; description: string };
  project: { name: string; description: string };
  environment: { name: string; description: string; isProtected: boolean };
  service: { name: string; description: string };
  team: { name: string; description: string };
  tagSet: { name: string; type: string; position: number };
  tag: { name: string; color: string; position: number };
}

export type ChangeableKind = keyof ChangeableFields;

/** What is given of a kind's fields; what is absent stays. */
export type Given<K extends ChangeableKind> = {
  readonly [F in keyof ChangeableFields[K]]?: ChangeableFields[K][F] | undefined;
};

type AuditedParts = Transaction & {
  audit(told: { changes?: readonly AuditChange[]; fact?: Fact }): void;
};

type Column = string | number | null;

const columnOf = (field: string): string =>
  field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const stored = (value: unknown): Column => (typeof value === 'boolean' ? Number(value) : (value as Column));

/** Flags are kept as 0 and 1, and told as what they are. */
const toldAs = (value: Column | undefined, like: unknown): unknown =>
  typeof like === 'boolean' ? value === 1 : value;

/**
 * Changes a node of a kind: its row, its name with the index, the announcement and the audit fact, all at once, so that
 * none of them is forgotten. Writes and tells nothing where nothing is different.
 */
export function changeRow<K extends ChangeableKind>(
  tx: AuditedParts,
  { kind, id }: { kind: K; id: string },
  fields: Given<K>,
): void {
  const { connection } = tx.database;
  const table = columnOf(kind);
  const before = connection
    .prepare(`SELECT own.*, node.name FROM ${table} own JOIN node ON node.id = own.id WHERE own.id = ?`)
    .get(id) as Record<string, Column> | undefined;
  if (!before) throw new AppError('NOT_FOUND', { kind, id });
  const changes = Object.entries(fields).flatMap(([field, after]) => {
    const old = before[columnOf(field)];
    if (after === undefined || stored(after) === old) return [];
    return [{ field, before: toldAs(old, after), after }];
  });
  for (const { field, after } of changes) {
    if (field === 'name') tx.renameNode(id, String(after));
    else connection.prepare(`UPDATE ${table} SET ${columnOf(field)} = ? WHERE id = ?`).run(stored(after), id);
  }
  if (changes.some(({ field }) => field !== 'name')) tx.announce({ kind, nodeId: id, verb: 'updated' });
  tx.audit({ changes });
}
