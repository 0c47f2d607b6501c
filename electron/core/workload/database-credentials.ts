import { randomBytes } from 'node:crypto';
import type { DatabaseSecrets } from '#shared/model/databases/engine.ts';
import { passwordFrom } from '#shared/model/databases/password.ts';
import { sql } from '../store/database.ts';
import { requireRow } from '../store/require-row.ts';
import type { Store, Transaction } from '../store/store.ts';

/** What a database is opened by, in the clear; it never leaves the core but by `database.reveal`. */
export interface DatabaseCredentials {
  readonly secrets: DatabaseSecrets;
  /** A new password of which it is not known whether the engine took it; null where all is well. */
  readonly pending: string | null;
  readonly setAt: number;
}

const secretsPlace = (id: string) => ({ table: 'database_credential', row: id, column: 'secrets' });
const pendingPlace = (id: string) => ({ table: 'database_credential', row: id, column: 'pending' });

/** A new password, of which no character means anything in a URL. */
export function newPassword(): string {
  return passwordFrom(() => randomBytes(64));
}

/** Makes the passwords of a new database; nobody has seen them. */
export function createCredentials(tx: Transaction, serviceId: string): void {
  const secrets: DatabaseSecrets = { password: newPassword(), root: newPassword() };
  tx.database.run(
    sql.insertInto('database_credential').values({
      service_id: serviceId,
      secrets: sealedSecrets(tx, serviceId, secrets),
      pending: null,
      set_at: tx.now,
    }),
  );
}

/** Puts passwords that are known elsewhere in the place of those of a database that is made in the same transaction. */
export function giveCredentials(tx: Transaction, serviceId: string, secrets: DatabaseSecrets): void {
  change(tx, serviceId, { pending: null, secrets: sealedSecrets(tx, serviceId, secrets) });
}

/** Opens what is kept; NOT_FOUND for a service that is no database. */
export function credentialsOf({ database, sealer }: Store, serviceId: string): DatabaseCredentials {
  const query = sql.selectFrom('database_credential').selectAll().where('service_id', '=', serviceId);
  const row = requireRow(database.first(query), 'service', serviceId);
  return {
    secrets: JSON.parse(sealer.open(row.secrets, secretsPlace(serviceId))) as DatabaseSecrets,
    pending: row.pending === null ? null : sealer.open(row.pending, pendingPlace(serviceId)),
    setAt: row.set_at,
  };
}

/** Keeps a new password before the engine is told: whichever of the two it has then, one of them is here. */
export function keepPending(tx: Transaction, serviceId: string, password: string): void {
  const pending = tx.sealer.seal(password, pendingPlace(serviceId));
  change(tx, serviceId, { pending });
}

/** Ends a change: the engine has the new password, or, where that is null, kept the old one. */
export function settlePending(
  tx: Transaction,
  serviceId: string,
  { secrets, taken }: { readonly secrets: DatabaseSecrets; readonly taken: string | null },
): void {
  const set =
    taken === null
      ? {}
      : { secrets: sealedSecrets(tx, serviceId, { ...secrets, password: taken }), set_at: tx.now };
  change(tx, serviceId, { pending: null, ...set });
}

function sealedSecrets(tx: Transaction, serviceId: string, secrets: DatabaseSecrets): Uint8Array {
  return tx.sealer.seal(JSON.stringify(secrets), secretsPlace(serviceId));
}

function change(
  tx: Transaction,
  serviceId: string,
  columns: { pending: Uint8Array | null; secrets?: Uint8Array; set_at?: number },
): void {
  tx.database.run(sql.updateTable('database_credential').set(columns).where('service_id', '=', serviceId));
  tx.announce({ kind: 'service', nodeId: serviceId, verb: 'updated' });
}
