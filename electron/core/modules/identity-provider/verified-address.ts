import type { AuditedTransaction } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { takePendingAddress, verifyAddress } from '../session/index.ts';
import { confirmedDomainsOf } from './queries.ts';
import type { Proof } from './verify.ts';

/** Makes the address of an account count, the new or the present one, where a provider vouches for it in a domain that the operator confirmed. */
export function settleAddress(tx: AuditedTransaction, accountId: string, { provider, email }: Proof): void {
  if (email === undefined || !isConfirmed(provider, email)) return;
  const account = tx.database.first(
    sql.selectFrom('account').select(['email', 'pending_email']).where('id', '=', accountId),
  );
  if (account?.pending_email === email) takePendingAddress(tx, accountId, email);
  else if (account?.email === email) verifyAddress(tx, accountId);
}

/** Whether the operator of the host confirmed that the provider speaks for the domain of an address (R20). */
export function isConfirmed(provider: Proof['provider'], email: string): boolean {
  return confirmedDomainsOf(provider).includes(email.slice(email.lastIndexOf('@') + 1));
}
