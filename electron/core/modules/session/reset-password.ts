import { AppError } from '#shared/model/errors.ts';
import { hashPassword, requireNotGuessable } from '../../accounts/index.ts';
import { sql } from '../../store/database.ts';
import { auditAccountAs } from './audit-account.ts';
import { byTheOperator } from './by-the-operator.ts';
import type { SessionContext } from './context.ts';
import { endSessionsOf } from './end-sessions.ts';
import { accountRow } from './queries.ts';

type ResetParts = Pick<SessionContext, 'sessions' | 'store'>;

/**
 * Gives an account a new password by the word of whoever holds the machine and the store's key (R18): its second
 * factor is turned off, its sessions end, and the trail says so. NOT_FOUND for an unknown address.
 */
export const resetPassword = async (
  parts: ResetParts,
  { email, password }: { email: string; password: string },
): Promise<void> => {
  const { store } = parts;
  const account = accountRow(store, { email });
  if (!account) throw new AppError('NOT_FOUND', { kind: 'account', id: email });
  requireNotGuessable(password, account, 'password');
  const hash = await hashPassword(password);
  store.write((tx) => {
    const fresh = {
      password_hash: hash,
      must_change_password: 0,
      totp_secret: null,
      totp_pending: null,
    } as const;
    tx.database.run(sql.updateTable('account').set(fresh).where('id', '=', account.id));
    tx.database.run(sql.deleteFrom('recovery_code').where('account_id', '=', account.id));
    endSessionsOf(parts, tx, account.id);
    auditAccountAs(store, tx, byTheOperator, {
      operation: 'session.resetPassword',
      outcome: 'allowed',
      fact: { type: 'passwordReset', name: account.name },
      accountId: account.id,
    });
  });
};
