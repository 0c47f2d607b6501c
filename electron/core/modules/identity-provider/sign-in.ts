import { AppError } from '#shared/model/errors.ts';
import type { Fact } from '#shared/model/facts.ts';
import type { AuditedTransaction } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { signedInAs, startSession } from '../session/index.ts';
import type { ProviderContext } from './context.ts';
import type { ProviderRow } from './queries.ts';

/** A sign-in by a provider that comes to nothing, and why. */
export const refused = (reason: string): AppError => new AppError('UNAUTHENTICATED', { reason });

/** A linked account signs in while it is an active member of the provider's organization, and no longer. */
export const requireActiveMember = (
  { store }: ProviderContext,
  provider: ProviderRow,
  accountId: string,
): void => {
  if (store.access.effective(accountId, provider.organization_id)) return;
  throw refused('Your account is not (any more) an active member of the organization of this provider.');
};

const noteUse = (tx: AuditedTransaction, providerId: string, subject: string): void => {
  const identity = sql.updateTable('account_identity').set({ used_at: tx.now });
  tx.database.run(identity.where('provider_id', '=', providerId).where('subject', '=', subject));
};

/** Somebody whom a provider vouches for. */
interface Entering {
  readonly account: { readonly id: string; readonly name: string };
  readonly provider: ProviderRow;
  readonly subject: string;
  /** The one organization that the session opens. */
  readonly onlyIn?: string | undefined;
}

/**
 * Signs an account in on the connection, whose the event is from then on; answers the token of its session. `told` is
 * what it says for an account that this transaction made.
 */
export const enter = (
  context: ProviderContext,
  tx: AuditedTransaction,
  { account, provider, subject, onlyIn }: Entering,
  told?: { nodeId: string; fact: Fact },
): string => {
  const { access } = context.store;
  noteUse(tx, provider.id, subject);
  const parts = { account, by: 'provider', isRemembered: false, onlyIn } as const;
  const { sessionId, token } = startSession(tx, context.connection, parts);
  tx.audit({
    nodeId: access.effective(account.id, provider.organization_id)?.memberId ?? provider.id,
    fact: { type: 'providerSignIn', name: account.name, provider: provider.name ?? '' },
    ...told,
    by: signedInAs(account, sessionId),
  });
  tx.afterCommit(() => context.sessions.changed());
  return token;
};
