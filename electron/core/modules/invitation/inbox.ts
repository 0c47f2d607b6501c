import type { InvitationInbox, ReceivedInvitation } from '#shared/contract/invitation.ts';
import type { Session } from '#shared/contract/session.ts';
import { AppError } from '#shared/model/errors.ts';
import { hostRightsOf } from '../../access/index.ts';
import { instant } from '../node/index.ts';
import { accountRow, sessionOf } from '../session/index.ts';
import type { InvitationContext } from './context.ts';
import { join } from './join.ts';
import { type InvitationRow, liveRowsTo } from './queries.ts';

/** The live invitations to the caller's own address, from whatever organization; none before it is verified (R19). */
export function inboxOf(context: InvitationContext): InvitationInbox {
  const email = verifiedEmailOf(context);
  if (email === undefined) return { isVerified: false, invitations: [] };
  const { access } = context.store;
  const invitations = liveRowsTo(context.store, email).map(
    (row): ReceivedInvitation => ({
      id: row.id,
      organization: access.node(row.organization_id)?.name ?? '',
      role: access.memberships.role(row.role_id)?.name ?? '',
      inviterName: row.inviter_name,
      createdAt: instant(row.created_at),
      expiresAt: instant(row.expires_at),
    }),
  );
  return { isVerified: true, invitations };
}

/** Joins by an invitation of the inbox, judged as by its link (R8). */
export function acceptReceived(context: InvitationContext, id: string): Session {
  context.write((tx) => {
    join(context.store, tx, receivedRow(context, id), context.caller.accountId);
  });
  return sessionOf(context);
}

/** Deletes an invitation of the inbox, and its link with it; the organization's trail tells of it. */
export function declineReceived(context: InvitationContext, id: string): Record<never, never> {
  context.write((tx) => {
    const { email } = receivedRow(context, id);
    tx.audit({ nodeId: id, fact: { type: 'invitationDeclined', email } });
    tx.removeNode(id);
  });
  return {};
}

/** An invitation to anybody else, one that has expired and one that never was answer alike. */
function receivedRow(context: InvitationContext, id: string): InvitationRow {
  const email = verifiedEmailOf(context);
  const row = email && liveRowsTo(context.store, email).find((each) => each.id === id);
  if (!row) throw new AppError('NOT_FOUND', { kind: 'invitation', id });
  return row;
}

/**
 * The address that was proven to be the caller's own: a link of an invitation proves nothing, for the inviter has it
 * too. The operator of the host needs nobody's word (R20). A session for one organization alone has no inbox.
 */
function verifiedEmailOf(context: InvitationContext): string | undefined {
  const { accountId, onlyIn } = context.caller;
  const row = onlyIn === undefined ? accountRow(context.store, { id: accountId }) : undefined;
  if (!row) return undefined;
  const isProven = row.email_verified_at !== null || hostRightsOf(context, accountId).has('operate');
  return isProven ? row.email : undefined;
}
