import type { SignedIn } from '#shared/contract/session.ts';
import { AppError } from '#shared/model/errors.ts';
import { hashPassword, requireNotGuessable } from '../../accounts/index.ts';
import { sql } from '../../store/database.ts';
import type { Transaction } from '../../store/store.ts';
import { auditOwn } from './audit-account.ts';
import type { SessionContext } from './context.ts';
import { accountRow, callersRow, sessionOf } from './queries.ts';
import { requirePassword } from './require-password.ts';
import { startSession } from './start-session.ts';

const isRemembered = (tx: Transaction, context: SessionContext): boolean => {
  const id = context.caller.via?.id ?? '';
  return tx.database.first(sql.selectFrom('session').selectAll().where('id', '=', id))?.is_remembered === 1;
};

/**
 * Gives the caller a password, or another one, and ends every session of theirs; this connection goes on with a
 * new one, so that a token that somebody else may have is worth nothing afterwards.
 */
export const setPassword = async (
  context: SessionContext,
  input: { currentPassword?: string | undefined; newPassword: string },
): Promise<SignedIn> => {
  const { store, sessions } = context;
  const before = callersRow(context);
  requireNotGuessable(input.newPassword, before, 'newPassword');
  if (before.password_hash !== null) {
    await requirePassword(context, input.currentPassword, 'currentPassword');
    if (input.currentPassword === input.newPassword) {
      const message = 'must be another one than before';
      throw new AppError('INVALID_INPUT', { issues: [{ path: 'newPassword', message }] });
    }
  }
  const hash = await hashPassword(input.newPassword);
  const token = store.write((tx) => {
    if (accountRow(tx, { id: before.id })?.password_hash !== before.password_hash) {
      throw new AppError('CONFLICT', { field: 'newPassword', reason: 'it was changed elsewhere meanwhile' });
    }
    const parts = { account: before, by: 'password', isRemembered: isRemembered(tx, context) } as const;
    tx.database.run(sql.deleteFrom('session').where('account_id', '=', before.id));
    tx.database.run(
      sql
        .updateTable('account')
        .set({ password_hash: hash, must_change_password: 0 })
        .where('id', '=', before.id),
    );
    auditOwn(context, tx, { type: 'passwordSet', isFirst: before.password_hash === null });
    tx.afterCommit(() => sessions.changed());
    return startSession(tx, context.connection, parts).token;
  });
  return { token, session: sessionOf(context) };
};
