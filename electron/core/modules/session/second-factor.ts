import { randomBytes } from 'node:crypto';
import { sql } from '../../store/database.ts';
import type { Transaction } from '../../store/store.ts';
import type { AccountRow } from './queries.ts';

const recoveryCodes = 10;
const stepSeconds = 30;
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Where a secret of an authenticator is sealed. */
export const totpPlace = (accountId: string, column: 'totp_secret' | 'totp_pending') => ({
  table: 'account',
  row: accountId,
  column,
});

/** The functions of RFC 6238, loaded when the first second factor is used. */
export const loadTotp = () => import('otplib/functional');
type Totp = Awaited<ReturnType<typeof loadTotp>>;

/**
 * The time step whose code this is, one step early or late allowed; undefined for a wrong code and for one of a
 * step that was taken already. Source: RFC 6238 5.2.
 */
export const stepOfCode = (
  totp: Totp,
  secret: string,
  parts: { code: string; now: number; after: number },
): number | undefined => {
  const result = totp.verifySync({
    secret,
    token: parts.code,
    epoch: Math.floor(parts.now / 1_000),
    epochTolerance: stepSeconds,
  });
  if (!result.valid || !('timeStep' in result)) return undefined;
  return result.timeStep > parts.after ? result.timeStep : undefined;
};

const normal = (code: string): string => code.toLowerCase().replaceAll(/[\s-]/g, '');

const hashOf = (tx: Transaction, accountId: string, code: string): string =>
  tx.sealer.digest(`recovery code of ${accountId}: ${normal(code)}`);

const newCode = (): string => {
  const letters = [...randomBytes(12)].map((byte) => alphabet[byte & 31]).join('');
  return letters.replace(/^(.{4})(.{4})/, '$1-$2-');
};

/** Ten new recovery codes of 60 bits in the place of all others; kept as hashes, so they can be shown this once. */
export const replaceRecoveryCodes = (tx: Transaction, accountId: string): string[] => {
  const codes = Array.from({ length: recoveryCodes }, newCode);
  tx.database.run(sql.deleteFrom('recovery_code').where('account_id', '=', accountId));
  for (const code of codes) {
    const row = { account_id: accountId, hash: hashOf(tx, accountId, code) };
    tx.database.run(sql.insertInto('recovery_code').values(row));
  }
  return codes;
};

/** Uses a code of the authenticator or a recovery code up; answers whether it was good, which it is only once. */
export const spendSecondFactor = (
  totp: Totp,
  tx: Transaction,
  account: AccountRow,
  code: string,
): boolean => {
  const { id, totp_secret: sealed } = account;
  if (!sealed) return false;
  if (!/^\d{6}$/.test(code)) {
    const hash = hashOf(tx, id, code);
    const used = sql.deleteFrom('recovery_code').where('account_id', '=', id).where('hash', '=', hash);
    return tx.database.run(used) === 1;
  }
  const secret = tx.sealer.open(sealed, totpPlace(id, 'totp_secret'));
  const step = stepOfCode(totp, secret, { code, now: tx.now, after: account.totp_step });
  if (step === undefined) return false;
  tx.database.run(sql.updateTable('account').set({ totp_step: step }).where('id', '=', id));
  return true;
};
