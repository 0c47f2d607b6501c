import { AppError } from '#shared/model/errors.ts';
import { sql } from '../../store/database.ts';
import type { Transaction } from '../../store/store.ts';

/** Has a new address of an account count from now on; CONFLICT on one that another account has meanwhile. */
export function takePendingAddress(tx: Transaction, accountId: string, email: string): void {
  requireFreeAddress(tx, accountId, email);
  const account = sql.updateTable('account').set({ email, pending_email: null });
  tx.database.run(account.where('id', '=', accountId));
}

export function requireFreeAddress({ database }: Transaction, accountId: string, email: string): void {
  const holder = database.first(sql.selectFrom('account').select('id').where('email', '=', email));
  if (!holder || holder.id === accountId) return;
  throw new AppError('CONFLICT', { field: 'email', reason: 'another account has this address' });
}
