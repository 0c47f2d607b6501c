import type { Fact } from '#shared/model/facts.ts';
import { appendAudit } from '../../rpc/audit.ts';
import type { Caller } from '../../rpc/caller.ts';
import type { OperationContext } from '../../rpc/context.ts';
import type { Store, Transaction } from '../../store/store.ts';

/** What happened to an account; never what was typed. */
export interface AccountEvent {
  readonly operation: string;
  readonly outcome: 'allowed' | 'refused';
  readonly fact: Fact;
  /** Empty where nobody is known by what was typed. */
  readonly accountId: string;
}

/** Writes what happened to an account into the trail of every organization that it belongs to, else of the store. */
export const auditAccountAs = (store: Store, tx: Transaction, caller: Caller, event: AccountEvent): void => {
  const { operation, outcome, fact, accountId } = event;
  const subject = { caller, operation, permission: null, outcome, facts: [fact], changes: [] };
  const organizations = store.access.organizationsOf(accountId);
  for (const organizationId of organizations) {
    const nodeId = store.access.effective(accountId, organizationId)?.memberId ?? organizationId;
    const nodePath = nodeId === organizationId ? organizationId : `${organizationId} ${nodeId}`;
    appendAudit(tx, { ...subject, organizationId, nodeId, nodePath, nodeName: caller.name });
  }
  if (organizations.length > 0) return;
  const nowhere = { organizationId: null, nodeId: null, nodePath: '', nodeName: null };
  appendAudit(tx, { ...subject, ...nowhere });
};

/** The same for an act of the caller on their own account. */
export const auditOwn = (context: OperationContext, tx: Transaction, fact: Fact): void =>
  auditAccountAs(context.store, tx, context.caller, {
    operation: context.operation,
    outcome: 'allowed',
    fact,
    accountId: context.caller.accountId,
  });
