import type { Caller, Who } from '../../rpc/caller.ts';
import type { Connection } from '../../rpc/context.ts';
import type { Database } from '../../store/database.ts';
import { endOf, isLocked, type SessionTimes } from './lifetimes.ts';

interface AccountRow {
  readonly id: string;
  readonly name: string;
}

interface OperatorRow extends AccountRow {
  readonly hasPassword: 0 | 1;
}

interface SessionRow extends SessionTimes {
  readonly id: string;
  readonly account_id: string;
  readonly name: string;
  readonly must_change_password: 0 | 1;
  readonly only_in: string | null;
}

const nobody: Who = { accountId: '', subject: '', via: null, name: 'nobody' };

const whoIs = (account: AccountRow | undefined): Who =>
  account ? { accountId: account.id, subject: account.id, via: null, name: account.name } : nobody;

const restrictionOf = (session: SessionRow, now: number): Caller['restriction'] => {
  if (isLocked(session, now)) return 'locked';
  return session.must_change_password ? 'must-change-password' : undefined;
};

/**
 * Says who asks on a connection at this moment, from the store: nothing is remembered, so a revocation counts
 * from its own commit on. Its three queries are prepared once, for they precede every request.
 */
export const createIdentify = (
  database: Database,
  now: () => number,
): ((connection: Connection) => Caller) => {
  const { connection: sqlite } = database;
  const operator = sqlite.prepare<[], OperatorRow>(
    'SELECT id, name, password_hash IS NOT NULL AS hasPassword FROM account ORDER BY created_at, id LIMIT 1',
  );
  const account = sqlite.prepare<[string], AccountRow>('SELECT id, name FROM account WHERE id = ?');
  const session = sqlite.prepare<[string], SessionRow>(
    `SELECT session.id, account_id, account.name, must_change_password, only_in, is_remembered, transport,
       session.created_at, seen_at, active_at, locked_at, lock_after_minutes
     FROM session JOIN account ON account.id = account_id WHERE session.id = ?`,
  );

  const whoOf = ({ identity }: Connection): Who => {
    switch (identity.type) {
      case 'operator': {
        const first = operator.get();
        return first?.hasPassword ? nobody : whoIs(first);
      }
      case 'account':
        return whoIs(account.get(identity.accountId));
      case 'session': {
        const row = session.get(identity.sessionId);
        if (!row || endOf(row) <= now()) return nobody;
        const via = { type: 'session', id: row.id, label: 'signed in' } as const;
        const { account_id: id, name } = row;
        const onlyIn = row.only_in ?? undefined;
        return { accountId: id, subject: id, via, name, onlyIn, restriction: restrictionOf(row, now()) };
      }
      case 'key':
        return identity.bearer.whoAsks();
      case 'nobody':
        return nobody;
    }
  };
  return (connection) => ({
    ...whoOf(connection),
    transport: connection.transport,
    connectionId: connection.id,
  });
};
