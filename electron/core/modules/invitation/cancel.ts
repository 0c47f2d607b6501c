import type { OperationContext } from '../../rpc/index.ts';
import type { Store, Transaction } from '../../store/store.ts';
import { invitationRow, rowsTo } from './queries.ts';

/** Deletes an invitation, and its link with it. */
export const cancelInvitation = (context: OperationContext, id: string): Record<never, never> => {
  context.write((tx) => {
    const { email } = invitationRow(context.store, id);
    tx.audit({ fact: { type: 'invitationCancelled', email } });
    tx.removeNode(id);
  });
  return {};
};

/** Cancels every invitation of an address to an organization, for one who became a member in another way (R8). */
export const cancelInvitationsTo = (
  store: Store,
  tx: Transaction,
  organizationId: string,
  email: string,
): void => {
  for (const { id } of rowsTo(store, organizationId, email)) tx.removeNode(id);
};
