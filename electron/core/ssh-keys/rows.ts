import { AppError } from '#shared/model/errors.ts';
import { type Database, sql } from '../store/database.ts';
import type { Store } from '../store/store.ts';

const rows = sql
  .selectFrom('ssh_key')
  .innerJoin('node', 'node.id', 'ssh_key.id')
  .selectAll('ssh_key')
  .select('node.name');

/** An SSH key as it is stored, with its name. */
export type SshKeyRow = NonNullable<ReturnType<typeof firstRow>>;

/** An SSH key by its id, or NOT_FOUND. */
export function sshKeyRow({ database }: Store, id: string): SshKeyRow {
  const row = firstRow(database, id);
  if (!row) throw new AppError('NOT_FOUND', { kind: 'sshKey', id });
  return row;
}

/** The SSH keys of an organization, by name. */
export function sshKeyRows({ database }: Store, organizationId: string): SshKeyRow[] {
  return database.all(rows.where('ssh_key.organization_id', '=', organizationId).orderBy('node.name'));
}

function firstRow(database: Database, id: string) {
  return database.first(rows.where('ssh_key.id', '=', id));
}
