import type { Who } from '../../rpc/caller.ts';
import type { Connection } from '../../rpc/context.ts';
import { sql } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';
import type { Transaction } from '../../store/store.ts';
import { type SignInWay, tellFirstSignIn } from './first-sign-in.ts';
import { hashOfToken, newSessionToken } from './tokens.ts';

const agentLength = 256;

/** Who somebody is who has just signed in, for the event that tells of it. */
export const signedInAs = (account: { id: string; name: string }, sessionId: string): Who => ({
  accountId: account.id,
  subject: account.id,
  via: { type: 'session', id: sessionId, label: 'signed in' },
  name: account.name,
});

/** Whose session begins, and how. */
interface Beginning {
  readonly account: { readonly id: string; readonly name: string };
  readonly by: SignInWay;
  readonly isRemembered: boolean;
  readonly onlyIn?: string | undefined;
}

/**
 * Signs an account in: writes a session, which the connection becomes with the commit, and answers its token,
 * which is kept nowhere. What the connection was signed in as before ends. An account's first is told of by itself.
 */
export const startSession = (
  tx: Transaction,
  connection: Connection,
  parts: Beginning,
): { sessionId: string; token: string } => {
  const token = newSessionToken();
  const sessionId = newId('ses', tx.now);
  const before = connection.identity;
  if (before.type === 'session') {
    tx.database.run(sql.deleteFrom('session').where('id', '=', before.sessionId));
  }
  tx.database.run(
    sql.insertInto('session').values({
      id: sessionId,
      account_id: parts.account.id,
      token_hash: hashOfToken(token),
      is_remembered: parts.isRemembered ? 1 : 0,
      transport: connection.transport,
      address: connection.address,
      agent: connection.agent.slice(0, agentLength),
      created_at: tx.now,
      seen_at: tx.now,
      active_at: tx.now,
      locked_at: null,
      only_in: parts.onlyIn ?? null,
    }),
  );
  const { transport, id: connectionId } = connection;
  tellFirstSignIn(tx, { ...signedInAs(parts.account, sessionId), transport, connectionId }, parts.by);
  tx.afterCommit(() => {
    connection.identity = { type: 'session', sessionId };
  });
  return { sessionId, token };
};
