import type { SignInResult } from '#shared/contract/session.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { Transaction } from '../../store/store.ts';
import { auditAccountAs } from './audit-account.ts';
import { verifyPassword } from './password.ts';
import { type AccountRow, accountRow, guessedAt, sessionOf } from './queries.ts';
import { loadTotp, spendSecondFactor } from './second-factor.ts';
import { signedInAs, startSession } from './start-session.ts';
import type { Attempt } from './throttle.ts';

/** What is typed to sign in. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly code?: string | undefined;
  readonly remember: boolean;
}

const wrongPassword = 'The e-mail address or the password is wrong.';
const wrongCode = 'The code is wrong, or it was used already. Wait for the next one, or use a recovery code.';

const refuse = (context: OperationContext, account: AccountRow | undefined, reason: string): never => {
  const { store } = context;
  const name = account?.name ?? 'nobody';
  store.write((tx) =>
    auditAccountAs(
      store,
      tx,
      { ...context.caller, name },
      {
        operation: context.operation,
        outcome: 'refused',
        detail: account ? `failed sign-in as ${account.name}` : 'failed sign-in with an unknown address',
        accountId: account?.id ?? '',
      },
    ),
  );
  throw new AppError('UNAUTHENTICATED', { reason });
};

/** The account as it is now, if the password that was verified is still its own. */
const stillTheSame = (tx: Transaction, account: AccountRow): AccountRow | undefined => {
  const now = accountRow(tx, { id: account.id });
  return now?.password_hash === account.password_hash ? now : undefined;
};

const begin = (context: OperationContext, account: AccountRow, remember: boolean) => (tx: Transaction) => {
  const made = startSession(tx, context.connection, { accountId: account.id, isRemembered: remember });
  const { id, name } = account;
  auditAccountAs(
    context.store,
    tx,
    { ...context.caller, ...signedInAs(account, made.sessionId) },
    {
      operation: context.operation,
      outcome: 'allowed',
      detail: `${name} signed in`,
      accountId: id,
    },
  );
  return made.token;
};

const judge = async (
  context: OperationContext,
  given: Credentials,
  attempt: Attempt,
): Promise<SignInResult> => {
  const { store } = context;
  const { sessions } = context.core;
  const account = accountRow(store, { email: given.email });
  const isRight = await verifyPassword(account?.password_hash, given.password);
  if (!account || !isRight) return refuse(context, account, wrongPassword);
  if (account.totp_secret && given.code === undefined) {
    attempt.forget();
    return { needsCode: true };
  }
  const totp = await loadTotp();
  const token = store.write((tx) => {
    const now = stillTheSame(tx, account);
    if (!now) return undefined;
    if (now.totp_secret && !spendSecondFactor(totp, tx, now, given.code ?? '')) return undefined;
    tx.afterCommit(() => sessions.changed());
    return begin(context, now, given.remember)(tx);
  });
  if (token === undefined) return refuse(context, account, wrongCode);
  attempt.succeed();
  return { token, session: sessionOf(context) };
};

/**
 * Signs in by e-mail address and password, and the second factor where there is one. An unknown address and a
 * wrong password answer the same in the same time. LIMIT with `retryAt` after too many failures; each is audited.
 */
export const signIn = async (context: OperationContext, given: Credentials): Promise<SignInResult> => {
  const attempt = context.core.sessions.throttle.begin([
    { kind: 'account', key: guessedAt(context.store, given.email) },
    { kind: 'address', key: context.connection.address },
  ]);
  try {
    return await judge(context, given, attempt);
  } catch (error) {
    if (error instanceof AppError && error.code === 'LIMIT') attempt.forget();
    throw error;
  }
};
