import { AppError } from '#shared/model/errors.ts';
import { sql } from '../../store/database.ts';
import type { Transaction } from '../../store/store.ts';

/** Has a new address of an account count from now on; CONFLICT on one that another account has meanwhile. */
export function takePendingAddress(tx: Transaction, accountId: string, email: string): void {
  requireFreeAddress(tx, accountId, email);
  const columns = { email, pending_email: null, email_verified_at: tx.now };
  tx.database.run(sql.updateTable('account').set(columns).where('id', '=', accountId));
}

/** Has the address that an account has already count as proven to be its own. */
export function verifyAddress(tx: Transaction, accountId: string): void {
  const account = sql.updateTable('account').set({ email_verified_at: tx.now });
  tx.database.run(account.where('id', '=', accountId));
}

export function requireFreeAddress({ database }: Transaction, accountId: string, email: string): void {
  const holder = database.first(sql.selectFrom('account').select('id').where('email', '=', email));
  if (!holder || holder.id === accountId) return;
  throw new AppError('CONFLICT', { field: 'email', reason: 'another account has this address' });
}
