import type { NewInvitation } from '#shared/contract/invitation.ts';
import { offerObjections, requireNone } from '../../access/giving/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { requireSeat } from '../../seats/index.ts';
import { sql } from '../../store/database.ts';
import { requireNoMember } from './create.ts';
import { storedOffer } from './offer.ts';
import { invitationFor, invitationRow } from './queries.ts';
import { newSecret } from './secret.ts';

const hourMs = 3_600_000;

/**
 * Gives an invitation a new secret and a new expiry; the old link is dead (R8). Whoever resends is its inviter from
 * then on, so they must be able to offer what it offers; an expired one needs a free seat again.
 */
export const resendInvitation = (
  context: OperationContext,
  input: { invitationId: string; lifetimeHours: number },
): NewInvitation => {
  const { store } = context;
  const { caller } = context;
  const { secret, hash, path } = newSecret();
  context.write((tx) => {
    const row = invitationRow(store, input.invitationId);
    const { organization_id: organizationId, email } = row;
    requireNone(offerObjections(context, storedOffer(store, row)));
    requireNoMember(tx, organizationId, email);
    if (row.expires_at <= tx.now) requireSeat(tx, organizationId);
    tx.database.run(
      sql
        .updateTable('invitation')
        .set({
          secret_hash: hash,
          expires_at: tx.now + input.lifetimeHours * hourMs,
          inviter_id: store.access.effective(caller.subject, organizationId)?.memberId ?? null,
          inviter_name: caller.name,
        })
        .where('id', '=', row.id),
    );
    tx.announce({ kind: 'invitation', nodeId: row.id, verb: 'updated' });
    const fact = { type: 'invitedAnew', email, hours: input.lifetimeHours } as const;
    tx.audit({ fact, changes: [{ field: 'secret', after: 'changed' }] });
  });
  return { invitation: invitationFor(context, input.invitationId), secret, path };
};
