import { AppError } from '#shared/model/errors.ts';
import type { Fact } from '#shared/model/facts.ts';
import { sql } from '../../store/database.ts';
import type { Transaction } from '../../store/store.ts';
import { auditOwn } from './audit-account.ts';
import type { SessionContext, SessionParts } from './context.ts';

/**
 * Ends all sessions of an account inside the caller's transaction, such as before a password is given to it by
 * somebody else: its streams and terminals are cut with the commit. Answers how many there were.
 */
export const endSessionsOf = (
  { sessions }: Pick<SessionParts, 'sessions'>,
  tx: Transaction,
  accountId: string,
): number => {
  tx.afterCommit(() => sessions.changed());
  return tx.database.run(sql.deleteFrom('session').where('account_id', '=', accountId));
};

const endWhere = (context: SessionContext, which: 'this' | 'others' | { id: string }): number => {
  const { store, sessions } = context;
  const { accountId, via } = context.caller;
  const own = sql.deleteFrom('session').where('account_id', '=', accountId);
  const current = via?.type === 'session' ? via.id : '';
  return store.write((tx) => {
    const id = typeof which === 'object' ? which.id : current;
    const ended = tx.database.run(
      which === 'others' ? own.where('id', '<>', current) : own.where('id', '=', id),
    );
    const fact: Fact = which === 'this' ? { type: 'signedOut' } : { type: 'sessionsEnded', count: ended };
    if (ended > 0) auditOwn(context, tx, fact);
    tx.afterCommit(() => sessions.changed());
    return ended;
  });
};

/** Ends the caller's session; the connection speaks for nobody from then on. */
export const signOut = (context: SessionContext): Record<never, never> => {
  endWhere(context, 'this');
  context.connection.identity = { type: 'nobody' };
  context.sessions.changed();
  return {};
};

/** Ends one of the caller's own sessions; NOT_FOUND for any other. */
export const revokeSession = (context: SessionContext, id: string): Record<never, never> => {
  if (endWhere(context, { id }) === 0) throw new AppError('NOT_FOUND', { kind: 'session', id });
  return {};
};

export const revokeOthers = (context: SessionContext): { ended: number } => ({
  ended: endWhere(context, 'others'),
});
