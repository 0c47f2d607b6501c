import { appendAudit } from '../../rpc/audit.ts';
import type { Caller } from '../../rpc/caller.ts';
import { sql } from '../../store/database.ts';
import type { Transaction } from '../../store/store.ts';

/** By what somebody proved who they are. */
export type SignInWay = 'password' | 'invitation' | 'provider';

/**
 * Tells of an account's first session, once and for all, in the trail of each organization that the account belongs to,
 * and in that of the host. Its members are read from the store: the transaction may have made them.
 */
export function tellFirstSignIn(tx: Transaction, caller: Caller, by: SignInWay): void {
  if (!isFirst(tx, caller.accountId)) return;
  const { name } = caller;
  const event = {
    caller,
    operation: 'session.first',
    permission: null,
    outcome: 'allowed',
    facts: [{ type: 'firstSignIn', name, by }],
    changes: [],
  } as const;
  for (const { id, organization_id: organizationId } of seatsOf(tx, caller.accountId)) {
    const nodePath = `${organizationId} ${id}`;
    appendAudit(tx, { ...event, organizationId, nodeId: id, nodePath, nodeName: name });
  }
  appendAudit(tx, { ...event, organizationId: null, nodeId: null, nodePath: '', nodeName: null });
}

/** Whether it is, from this call on no more. */
function isFirst({ database, now }: Transaction, accountId: string): boolean {
  const first = sql.updateTable('account').set({ signed_in_at: now }).where('signed_in_at', 'is', null);
  return database.all(first.where('id', '=', accountId).returning('id')).length > 0;
}

function seatsOf({ database }: Transaction, accountId: string) {
  const seats = sql.selectFrom('member').select(['id', 'organization_id']);
  return database.all(seats.where('account_id', '=', accountId).orderBy('created_at'));
}
