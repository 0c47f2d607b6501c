import type { AuditedTransaction } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { takePendingAddress } from '../session/index.ts';
import { confirmedDomainsOf } from './queries.ts';
import type { Proof } from './verify.ts';

/** Makes a new address of an account count where a provider vouches for it in a domain that the operator confirmed. */
export function settleAddress(tx: AuditedTransaction, accountId: string, { provider, email }: Proof): void {
  if (email === undefined || !isConfirmed(provider, email)) return;
  const waiting = sql.selectFrom('account').select('id').where('id', '=', accountId);
  if (tx.database.first(waiting.where('pending_email', '=', email))) takePendingAddress(tx, accountId, email);
}

/** Whether the operator of the host confirmed that the provider speaks for the domain of an address (R20). */
export function isConfirmed(provider: Proof['provider'], email: string): boolean {
  return confirmedDomainsOf(provider).includes(email.slice(email.lastIndexOf('@') + 1));
}
