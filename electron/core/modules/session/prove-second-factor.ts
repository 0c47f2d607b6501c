import type { Session } from '#shared/contract/session.ts';
import { AppError } from '#shared/model/errors.ts';
import { sql } from '../../store/database.ts';
import { auditAccountAs, auditOwn } from './audit-account.ts';
import type { SessionContext } from './context.ts';
import { callersRow, sessionOf } from './queries.ts';
import { loadTotp, spendSecondFactor } from './second-factor.ts';

/**
 * Opens all organizations of the account to a session that a provider's second factor opened for one alone, by a code
 * of the account's own. A wrong code slows the next one down, as at a sign-in.
 */
export async function proveSecondFactor(context: SessionContext, code: string): Promise<Session> {
  const { sessions, store, caller, operation } = context;
  const { accountId, via } = caller;
  const attempt = sessions.throttle.begin([{ kind: 'account', key: accountId }]);
  const totp = await loadTotp();
  const isRight = store.write((tx) => {
    const account = callersRow(context);
    if (account.totp_secret !== null && !spendSecondFactor(totp, tx, account, code)) return false;
    const session = sql.updateTable('session').set({ only_in: null });
    tx.database.run(session.where('id', '=', via?.id ?? ''));
    auditOwn(context, tx, { type: 'secondFactor', is: 'shown' });
    tx.afterCommit(() => sessions.changed());
    return true;
  });
  if (isRight) {
    attempt.succeed();
    return sessionOf(context);
  }
  const fact = { type: 'wrongCode', name: caller.name } as const;
  const event = { operation, outcome: 'refused', fact, accountId } as const;
  store.write((tx) => auditAccountAs(store, tx, caller, event));
  const message = 'is wrong or was used already; wait for the next one, or use a recovery code';
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'code', message }] });
}
