import type { SignedIn } from '#shared/contract/session.ts';
import { AppError } from '#shared/model/errors.ts';
import { hashPassword, requireNotGuessable } from '../../accounts/index.ts';
import { sql } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';
import type { Transaction } from '../../store/store.ts';
import { sessionOf, signedInAs, startSession } from '../session/index.ts';
import type { InvitationContext } from './context.ts';
import { findInvitation } from './find.ts';
import { join } from './join.ts';
import { accountByEmail } from './look.ts';

const insertAccount = (
  tx: Transaction,
  account: { name: string; email: string; passwordHash: string },
): string => {
  if (accountByEmail(tx, account.email) !== undefined) {
    const reason = 'this address has an account already; sign in to it, then accept';
    throw new AppError('CONFLICT', { field: 'email', reason });
  }
  const id = newId('acc', tx.now);
  const { name, email, passwordHash } = account;
  tx.database.run(
    sql.insertInto('account').values({ id, name, email, password_hash: passwordHash, created_at: tx.now }),
  );
  return id;
};

/**
 * Makes the account of the invited address, joins, and signs the connection in (R8). The invitation is looked up
 * again after the password was hashed, for it may have been used or cancelled meanwhile.
 */
export const registerByInvitation = async (
  context: InvitationContext,
  input: { secret: string; name: string; password: string },
): Promise<SignedIn> => {
  const { email } = findInvitation(context, input.secret);
  requireNotGuessable(input.password, { name: input.name, email }, 'password');
  const passwordHash = await hashPassword(input.password, context.connection.id);
  const made = context.write((tx) => {
    const row = findInvitation(context, input.secret);
    const accountId = insertAccount(tx, { name: input.name, email: row.email, passwordHash });
    join(context.store, tx, row, accountId);
    const account = { id: accountId, name: input.name };
    const parts = { account, by: 'invitation', isRemembered: false } as const;
    const session = startSession(tx, context.connection, parts);
    tx.audit({ by: signedInAs(account, session.sessionId) });
    return session;
  });
  return { token: made.token, session: sessionOf(context) };
};
