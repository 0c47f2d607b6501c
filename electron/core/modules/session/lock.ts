import type { OwnAccount, Session } from '#shared/contract/session.ts';
import { AppError } from '#shared/model/errors.ts';
import { sql } from '../../store/database.ts';
import { auditOwn } from './audit-account.ts';
import type { SessionContext } from './context.ts';
import { callersRow, requireOwnAccount, sessionOf } from './queries.ts';
import { requireHasPassword, requirePassword } from './require-password.ts';

const currentSession = ({ caller }: SessionContext): string => {
  if (caller.via?.type === 'session') return caller.via.id;
  const reason = 'only a session that was signed in to can be locked; set a password first';
  throw new AppError('CONFLICT', { field: 'session', reason });
};

/** Locks the caller's session: its streams stop, and it answers to little but the password. */
export const lockSession = (context: SessionContext): Record<never, never> => {
  const id = currentSession(context);
  const { store, sessions } = context;
  requireHasPassword(callersRow(context));
  store.write((tx) => {
    tx.database.run(sql.updateTable('session').set({ locked_at: tx.now }).where('id', '=', id));
    auditOwn(context, tx, { type: 'sessionLocked' });
    tx.afterCommit(() => sessions.changed());
  });
  return {};
};

/** Unlocks the caller's session by their password. */
export const unlockSession = async (context: SessionContext, password: string): Promise<Session> => {
  const id = currentSession(context);
  const { store } = context;
  await requirePassword(context, password, 'password');
  store.write((tx) => {
    const open = { locked_at: null, active_at: tx.now, seen_at: tx.now };
    tx.database.run(sql.updateTable('session').set(open).where('id', '=', id));
    auditOwn(context, tx, { type: 'sessionUnlocked' });
  });
  return sessionOf(context);
};

/** Somebody is at the window: the minutes to its lock begin anew. */
export const noteActivity = (context: SessionContext): Record<never, never> => {
  const { database, now } = context.store;
  if (context.caller.via?.type !== 'session') return {};
  const active = sql.updateTable('session').set({ active_at: now() });
  database.run(active.where('id', '=', context.caller.via.id).where('locked_at', 'is', null));
  return {};
};

/** Chooses after how many minutes without input the caller's windows lock; null for never. */
export const setIdleLock = (context: SessionContext, minutes: number | null): OwnAccount => {
  const account = callersRow(context);
  if (minutes !== null) requireHasPassword(account);
  context.store.write((tx) => {
    const chosen = { lock_after_minutes: minutes };
    tx.database.run(sql.updateTable('account').set(chosen).where('id', '=', account.id));
    const active = sql.updateTable('session').set({ active_at: tx.now });
    tx.database.run(active.where('account_id', '=', account.id));
    auditOwn(context, tx, { type: 'idleLock', minutes });
  });
  return requireOwnAccount(context);
};
