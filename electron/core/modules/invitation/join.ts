import { AppError } from '#shared/model/errors.ts';
import { type Offer, offerObjections } from '../../access/giving/index.ts';
import { insertGrant } from '../../access/index.ts';
import { type AuditedTransaction, named } from '../../rpc/index.ts';
import { addMember, requireSeatToJoin } from '../../seats/index.ts';
import type { Store } from '../../store/store.ts';
import { requireNoMember } from './create.ts';
import { changesOf, storedOffer } from './offer.ts';
import type { InvitationRow } from './queries.ts';

const withdrawn = (): AppError =>
  new AppError('CONFLICT', {
    field: 'secret',
    reason: 'whoever sent this invitation may no longer offer it; ask for a new one',
  });

/** Judges the offer again with the inviter as they are now: a member, active, above the role, holding all of it. */
const requireInviterStillMay = (store: Store, row: InvitationRow, offer: Offer): void => {
  const inviter = row.inviter_id === null ? undefined : store.access.memberships.member(row.inviter_id);
  if (!inviter || inviter.isSuspended) throw withdrawn();
  const found = offerObjections({ store, caller: { subject: inviter.accountId } }, offer);
  if (found.length > 0) throw withdrawn();
};

/** Makes the account a member by an invitation, which is used up by it; inside the caller's transaction (R8). */
export const join = (
  store: Store,
  tx: AuditedTransaction,
  row: InvitationRow,
  accountId: string,
): { memberId: string } => {
  const offer = storedOffer(store, row);
  const { organizationId, roleId, extras, grants } = offer;
  requireInviterStillMay(store, row, offer);
  requireNoMember(tx, organizationId, row.email);
  requireSeatToJoin(tx, organizationId);
  const memberId = addMember(tx, { organizationId, accountId, roleId, extras });
  const createdBy = store.access.memberships.member(row.inviter_id ?? '')?.accountId ?? null;
  const lasting = grants.filter(({ endsAt }) => endsAt === null || endsAt > tx.now);
  for (const grant of lasting) {
    insertGrant(tx, { ...grant, organizationId, createdBy, memberId, teamId: null });
  }
  tx.removeNode(row.id);
  tx.audit({
    nodeId: memberId,
    fact: { type: 'joined', email: row.email, role: named(store, roleId), inviter: row.inviter_name },
    changes: changesOf(store, { ...offer, grants: lasting }),
  });
  return { memberId };
};
