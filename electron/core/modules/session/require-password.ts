import { AppError } from '#shared/model/errors.ts';
import { verifyPassword } from '../../accounts/index.ts';
import { auditAccountAs } from './audit-account.ts';
import type { SessionContext } from './context.ts';
import { type AccountRow, callersRow } from './queries.ts';
import { guessesFrom, type ThrottledBy } from './throttle.ts';

/** Refuses what needs a password where the account has none. */
export const requireHasPassword = ({ password_hash: hash }: Pick<AccountRow, 'password_hash'>): void => {
  if (hash !== null) return;
  throw new AppError('CONFLICT', { field: 'password', reason: 'your account has none yet; set one first' });
};

/**
 * By what guesses of somebody are delayed who is signed in: by those of their own session, so that nobody keeps them out
 * by guessing elsewhere. For everybody else they count like any other.
 */
export const guessesOf = (
  { caller, connection }: SessionContext,
  accountId: string,
): readonly ThrottledBy[] => [
  { kind: 'account', key: `${accountId} in ${caller.via?.id ?? ''}` },
  ...guessesFrom(connection.address, accountId).map((each) => ({ ...each, onlyCounts: true })),
];

/**
 * Asks the caller for their own password again, as slowly as signing in: INVALID_INPUT on `field` where it is
 * wrong, which is audited. Answers the account's row as it was judged.
 */
export const requirePassword = async (
  context: SessionContext,
  password: string | undefined,
  field: string,
): Promise<AccountRow> => {
  const { store, sessions } = context;
  const account = callersRow(context);
  requireHasPassword(account);
  const attempt = sessions.throttle.begin(guessesOf(context, account.id));
  if (await verifyPassword(account.password_hash, password ?? '')) {
    // with a second factor a right password is half of it, and gives nobody more codes to guess
    if (account.totp_secret === null) attempt.succeed();
    else attempt.forget();
    return account;
  }
  const { operation, caller } = context;
  const fact = { type: 'wrongPassword', name: account.name } as const;
  store.write((tx) =>
    auditAccountAs(store, tx, caller, { operation, outcome: 'refused', fact, accountId: account.id }),
  );
  throw new AppError('INVALID_INPUT', { issues: [{ path: field, message: 'is not your password' }] });
};
