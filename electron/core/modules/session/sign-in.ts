import type { SignInResult } from '#shared/contract/session.ts';
import { AppError } from '#shared/model/errors.ts';
import { verifyPassword } from '../../accounts/index.ts';
import type { Transaction } from '../../store/store.ts';
import { auditAccountAs } from './audit-account.ts';
import type { SessionContext } from './context.ts';
import { deviceOf, newDevice } from './device.ts';
import { type AccountRow, accountRow, guessedAt, sessionOf } from './queries.ts';
import { loadTotp, spendSecondFactor } from './second-factor.ts';
import { signedInAs, startSession } from './start-session.ts';
import { type Attempt, guessesFrom, type ThrottledBy } from './throttle.ts';

/** What is typed to sign in. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly code?: string | undefined;
  /** The token of a device that somebody signed in from before. */
  readonly device?: string | undefined;
  readonly remember: boolean;
}

const wrongPassword = 'The e-mail address or the password is wrong.';
const wrongCode = 'The code is wrong, or it was used already. Wait for the next one, or use a recovery code.';

const refuse = (
  context: SessionContext,
  account: AccountRow | undefined,
  why: 'password' | 'code',
): never => {
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
        fact: { type: 'signInFailed', name: account?.name ?? null, why },
        accountId: account?.id ?? '',
      },
    ),
  );
  throw new AppError('UNAUTHENTICATED', { reason: why === 'code' ? wrongCode : wrongPassword });
};

/** The account as it is now, if the password that was verified is still its own. */
const stillTheSame = (tx: Transaction, account: AccountRow): AccountRow | undefined => {
  const now = accountRow(tx, { id: account.id });
  return now?.password_hash === account.password_hash ? now : undefined;
};

const begin = (context: SessionContext, account: AccountRow, remember: boolean) => (tx: Transaction) => {
  const parts = { account, by: 'password', isRemembered: remember } as const;
  const made = startSession(tx, context.connection, parts);
  const { id, name } = account;
  auditAccountAs(
    context.store,
    tx,
    { ...context.caller, ...signedInAs(account, made.sessionId) },
    {
      operation: context.operation,
      outcome: 'allowed',
      fact: { type: 'signedIn', name },
      accountId: id,
    },
  );
  return made.token;
};

/** Whose turn it is to have a password verified: known devices go first, and others go in rotation. */
const laneOf = ({ connection }: SessionContext, device: string | undefined): string | undefined =>
  device === undefined ? connection.id : undefined;

/** By what an attempt is delayed. A known device is counted by itself, so that no guess elsewhere delays it. */
const countedBy = (
  { connection }: SessionContext,
  guessed: string,
  device: string | undefined,
): readonly ThrottledBy[] => {
  if (device !== undefined) return [{ kind: 'account', key: `${guessed} on ${device}` }];
  const { address } = connection;
  return [...guessesFrom(address, guessed), { kind: 'address', key: address }];
};

const judge = async (
  context: SessionContext,
  given: Credentials,
  { attempt, device }: { attempt: Attempt; device: string | undefined },
): Promise<SignInResult> => {
  const { store, sessions } = context;
  const account = accountRow(store, { email: given.email });
  const isRight = await verifyPassword(account?.password_hash, given.password, laneOf(context, device));
  if (!account || !isRight) return refuse(context, account, 'password');
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
  if (token === undefined) return refuse(context, account, 'code');
  attempt.succeed();
  const known = device === undefined ? newDevice(store, account.id) : given.device;
  return { token, session: sessionOf(context), ...(known === undefined ? {} : { device: known }) };
};

/**
 * Signs in by e-mail address and password, and the second factor where there is one. An unknown address and a
 * wrong password answer the same in the same time; a device that was signed in from before is counted by itself. LIMIT with `retryAt` after too many failures; each is audited.
 */
export const signIn = async (context: SessionContext, given: Credentials): Promise<SignInResult> => {
  const guessed = guessedAt(context.store, given.email);
  const device = deviceOf(context.store, guessed, given.device);
  const attempt = context.sessions.throttle.begin(countedBy(context, guessed, device));
  try {
    return await judge(context, given, { attempt, device });
  } catch (error) {
    if (error instanceof AppError && error.code === 'LIMIT') attempt.forget();
    throw error;
  }
};
