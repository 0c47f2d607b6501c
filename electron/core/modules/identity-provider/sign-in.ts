import { AppError } from '#shared/model/errors.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { type AccountRow, startSession } from '../session/index.ts';
import type { ProviderRow } from './queries.ts';

/** A sign-in by a provider that comes to nothing, and why. */
export const refused = (reason: string): AppError => new AppError('UNAUTHENTICATED', { reason });

/** A linked account signs in while it is an active member of the provider's organization, and no longer. */
export const requireActiveMember = (
  { core }: OperationContext,
  provider: ProviderRow,
  accountId: string,
): void => {
  if (core.store.access.effective(accountId, provider.organization_id)) return;
  throw refused('Your account is not (any more) an active member of the organization of this provider.');
};

const noteUse = (tx: AuditedTransaction, providerId: string, subject: string): void => {
  const identity = sql.updateTable('account_identity').set({ used_at: tx.now });
  tx.database.run(identity.where('provider_id', '=', providerId).where('subject', '=', subject));
};

/** Signs a linked account in on the connection and writes so; answers the token of its session. */
export const enter = (
  context: OperationContext,
  tx: AuditedTransaction,
  parts: { account: AccountRow; provider: ProviderRow; subject: string },
): string => {
  const { account, provider, subject } = parts;
  const { access } = context.core.store;
  noteUse(tx, provider.id, subject);
  tx.audit({
    nodeId: access.effective(account.id, provider.organization_id)?.memberId ?? provider.id,
    detail: `${account.name} signed in by “${provider.name ?? ''}”`,
  });
  tx.afterCommit(() => context.core.sessions.changed());
  return startSession(tx, context.connection, { accountId: account.id, isRemembered: false }).token;
};

/** The same for an account that this transaction made. */
export const enterFirst = (
  context: OperationContext,
  tx: AuditedTransaction,
  parts: { accountId: string; providerId: string; subject: string },
): string => {
  noteUse(tx, parts.providerId, parts.subject);
  tx.afterCommit(() => context.core.sessions.changed());
  return startSession(tx, context.connection, { accountId: parts.accountId, isRemembered: false }).token;
};
