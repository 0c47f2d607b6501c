import type { Session } from '#shared/contract/session.ts';
import { AppError } from '#shared/model/errors.ts';
import { hashPassword, requireNotGuessable } from '../../accounts/index.ts';
import { sql } from '../../store/database.ts';
import type { SessionContext } from './context.ts';
import { type FirstRun, firstRun } from './first-run.ts';
import { sessionOf } from './queries.ts';
import { signedInAs, startSession } from './start-session.ts';

const requireOperator = ({ connection }: SessionContext): void => {
  if (connection.identity.type === 'operator') return;
  const reason = 'Only whoever started the host may set it up. Open the link that it printed.';
  throw new AppError('UNAUTHENTICATED', { reason });
};

const passwordHashOf = async (
  context: SessionContext,
  { password, ...account }: FirstRun & { password?: string | undefined },
): Promise<string | null> => {
  if (password !== undefined) {
    requireNotGuessable(password, account, 'password');
    return hashPassword(password);
  }
  if (context.host.kind !== 'headless') return null;
  const message = 'is required where several people can reach the store';
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'password', message }] });
};

/** The first run by whoever started the host. With a password, the connection is signed in at once. */
export const runFirst = async (
  context: SessionContext,
  input: FirstRun & { password?: string | undefined },
): Promise<Session & { token?: string }> => {
  requireOperator(context);
  const hash = await passwordHashOf(context, input);
  const token = context.write((tx) => {
    const { accountId, organizationId } = firstRun(tx, input);
    const account = { id: accountId, name: input.name };
    const told = { nodeId: organizationId, fact: { type: 'storeSetUp', name: input.name } as const };
    if (hash === null) {
      tx.audit({ ...told, by: { accountId, subject: accountId, via: null, name: input.name } });
      return undefined;
    }
    tx.database.run(sql.updateTable('account').set({ password_hash: hash }).where('id', '=', accountId));
    const made = startSession(tx, context.connection, { account, by: 'password', isRemembered: false });
    tx.audit({ ...told, by: signedInAs(account, made.sessionId) });
    return made.token;
  });
  return { ...sessionOf(context), ...(token ? { token } : {}) };
};
