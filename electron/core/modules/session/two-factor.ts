import type { OwnAccount } from '#shared/contract/session.ts';
import { AppError } from '#shared/model/errors.ts';
import { sql } from '../../store/database.ts';
import { auditAccountAs, auditOwn } from './audit-account.ts';
import type { SessionContext } from './context.ts';
import { accountRow, requireOwnAccount } from './queries.ts';
import { guessesOf, requirePassword } from './require-password.ts';
import { loadTotp, replaceRecoveryCodes, spendSecondFactor, stepOfCode, totpPlace } from './second-factor.ts';

const wrongCode = (): AppError =>
  new AppError('INVALID_INPUT', {
    issues: [
      {
        path: 'code',
        message: 'is wrong or was used already; wait for the next one, and compare the clocks',
      },
    ],
  });

/** Tells a wrong code in the trail, as a wrong password is told. */
const refuseCode = ({ store, caller, operation }: SessionContext): never => {
  const fact = { type: 'wrongCode', name: caller.name } as const;
  const event = { operation, outcome: 'refused', fact, accountId: caller.accountId } as const;
  store.write((tx) => auditAccountAs(store, tx, caller, event));
  throw wrongCode();
};

const requireOff = (isOn: boolean): void => {
  if (!isOn) return;
  throw new AppError('CONFLICT', {
    field: 'code',
    reason: 'the second factor is on already; turn it off first',
  });
};

/** Makes a secret for an authenticator. It counts only once a code of it was confirmed. */
export const startTwoFactor = async (
  context: SessionContext,
  password: string,
): Promise<{ secret: string; uri: string }> => {
  const account = await requirePassword(context, password, 'password');
  requireOff(account.totp_secret !== null);
  const { generateSecret, generateURI } = await loadTotp();
  const secret = generateSecret();
  context.store.write((tx) => {
    const sealed = tx.sealer.seal(secret, totpPlace(account.id, 'totp_pending'));
    tx.database.run(sql.updateTable('account').set({ totp_pending: sealed }).where('id', '=', account.id));
    auditOwn(context, tx, { type: 'secondFactor', is: 'begun' });
  });
  return { secret, uri: generateURI({ issuer: 'Quayside', label: account.email, secret }) };
};

/** Turns the second factor on by the first code of the authenticator; answers the recovery codes, this once. */
export const confirmTwoFactor = async (
  context: SessionContext,
  code: string,
): Promise<{ recoveryCodes: string[] }> => {
  const { store, sessions } = context;
  const attempt = sessions.throttle.begin(guessesOf(context, context.caller.accountId));
  const totp = await loadTotp();
  const recoveryCodes = store.write((tx) => {
    const account = accountRow(tx, { id: context.caller.accountId });
    requireOff(account?.totp_secret != null);
    if (!account?.totp_pending) {
      throw new AppError('CONFLICT', {
        field: 'code',
        reason: 'begin the set-up of the second factor first',
      });
    }
    const secret = tx.sealer.open(account.totp_pending, totpPlace(account.id, 'totp_pending'));
    const step = stepOfCode(totp, secret, { code, now: tx.now, after: 0 });
    if (step === undefined) throw wrongCode();
    const sealed = tx.sealer.seal(secret, totpPlace(account.id, 'totp_secret'));
    const turnedOn = { totp_secret: sealed, totp_pending: null, totp_step: step };
    tx.database.run(sql.updateTable('account').set(turnedOn).where('id', '=', account.id));
    auditOwn(context, tx, { type: 'secondFactor', is: 'on' });
    return replaceRecoveryCodes(tx, account.id);
  });
  attempt.succeed();
  return { recoveryCodes };
};

/** Turns the second factor off, by the password and a code; the recovery codes go with it. */
export const disableTwoFactor = async (
  context: SessionContext,
  input: { password: string; code: string },
): Promise<OwnAccount> => {
  const { store, sessions } = context;
  const { id } = await requirePassword(context, input.password, 'password');
  const attempt = sessions.throttle.begin(guessesOf(context, id));
  const totp = await loadTotp();
  const isRight = store.write((tx) => {
    const account = accountRow(tx, { id });
    if (!account?.totp_secret) {
      throw new AppError('CONFLICT', { field: 'code', reason: 'the second factor is off already' });
    }
    if (!spendSecondFactor(totp, tx, account, input.code)) return false;
    const turnedOff = { totp_secret: null, totp_pending: null };
    tx.database.run(sql.updateTable('account').set(turnedOff).where('id', '=', id));
    tx.database.run(sql.deleteFrom('recovery_code').where('account_id', '=', id));
    auditOwn(context, tx, { type: 'secondFactor', is: 'off' });
    return true;
  });
  if (!isRight) return refuseCode(context);
  attempt.succeed();
  return requireOwnAccount(context);
};
