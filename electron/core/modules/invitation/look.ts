import type { OfferedInvitation } from '#shared/contract/invitation.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { instant } from '../node/index.ts';
import type { InvitationContext } from './context.ts';
import { findInvitation } from './find.ts';

/** `o•••@example.com`: enough for whoever owns the address to know it. */
const masked = (email: string): string => `${email.slice(0, 1)}•••${email.slice(email.lastIndexOf('@'))}`;

/** The account of an address, whatever its case. */
export const accountByEmail = ({ database }: Pick<Store, 'database'>, email: string): string | undefined =>
  database.first(sql.selectFrom('account').select('id').where('email', '=', email))?.id;

/** What the holder of a secret may know of its invitation before they accept. */
export const lookAt = (context: InvitationContext, secret: string): OfferedInvitation => {
  const { store } = context;
  const row = findInvitation(context, secret);
  const accountId = accountByEmail(store, row.email);
  const isForYou = accountId !== undefined && accountId === context.caller.accountId;
  return {
    organization: store.access.node(row.organization_id)?.name ?? '',
    email: isForYou ? row.email : masked(row.email),
    role: store.access.memberships.role(row.role_id)?.name ?? '',
    inviterName: row.inviter_name,
    expiresAt: instant(row.expires_at),
    hasAccount: accountId !== undefined,
    isForYou,
  };
};
