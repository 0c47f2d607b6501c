import type { Account } from '#shared/contract/session.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { changesBetween } from '../node/index.ts';
import { accountOf } from './queries.ts';

const requireAccount = (context: OperationContext): Account => {
  const account = accountOf(context.core.store, context.caller.accountId);
  if (!account) throw new AppError('UNAUTHENTICATED', { reason: 'Your account is no longer on this store.' });
  return account;
};

/** Changes the caller's own name or address; CONFLICT on an address that somebody else has. */
export const updateProfile = (
  context: OperationContext,
  input: { name?: string | undefined; email?: string | undefined },
): Account => {
  const before = requireAccount(context);
  const after = {
    ...before,
    ...(input.name ? { name: input.name } : {}),
    ...(input.email ? { email: input.email } : {}),
  };
  context.write((tx) => {
    const holder = tx.database.first(sql.selectFrom('account').select('id').where('email', '=', after.email));
    if (holder && holder.id !== before.id) {
      throw new AppError('CONFLICT', { field: 'email', reason: 'another account has this address' });
    }
    tx.database.run(
      sql.updateTable('account').set({ name: after.name, email: after.email }).where('id', '=', before.id),
    );
    tx.audit({ changes: changesBetween(before, input as Partial<Account>) });
  });
  return after;
};
