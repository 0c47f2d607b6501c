import type { NewInvitation } from '#shared/contract/invitation.ts';
import { AppError } from '#shared/model/errors.ts';
import {
  grantIdentity,
  hollowOfferObjections,
  type Offer,
  offerObjections,
  requireNone,
} from '../../access/giving/index.ts';
import { named, type OperationContext } from '../../rpc/index.ts';
import { requireSeat } from '../../seats/index.ts';
import { sql } from '../../store/database.ts';
import type { Store, Transaction } from '../../store/store.ts';
import { changesOf } from './offer.ts';
import { invitationFor, rowsTo } from './queries.ts';
import { newSecret } from './secret.ts';

const hourMs = 3_600_000;

const taken = (reason: string): AppError => new AppError('CONFLICT', { field: 'email', reason });

/** CONFLICT where the address belongs to a member already, suspended ones too. */
export const requireNoMember = (tx: Transaction, organizationId: string, email: string): void => {
  const member = tx.database.first(
    sql
      .selectFrom('member')
      .innerJoin('account', 'account.id', 'member.account_id')
      .select('member.id')
      .where('member.organization_id', '=', organizationId)
      .where('account.email', '=', email),
  );
  if (member) throw taken('this address belongs to a member already');
};

/** Takes away an expired invitation to the address; CONFLICT where one is still live. */
const replaceExpired = (store: Store, tx: Transaction, organizationId: string, email: string): void => {
  for (const { id, expires_at } of rowsTo(store, organizationId, email)) {
    if (expires_at > tx.now) {
      throw taken('this address has an invitation that is still good; resend or cancel that one');
    }
    tx.removeNode(id);
  }
};

const requireFutureEnds = (tx: Transaction, { grants }: Offer): void => {
  const issues = grants.flatMap(({ endsAt }, index) =>
    endsAt !== null && endsAt <= tx.now
      ? [{ path: `grants.${index}.endsAt`, message: 'must lie in the future' }]
      : [],
  );
  if (issues.length > 0) throw new AppError('INVALID_INPUT', { issues });
};

/** Two offers of the same role at the same place would be one grant twice, with ends that contradict. */
const requireOnce = ({ grants }: Offer): void => {
  const seen = new Set<string>();
  const issues = grants.flatMap((grant, index) => {
    const key = grantIdentity(grant);
    const isTwice = seen.has(key);
    seen.add(key);
    return isTwice
      ? [{ path: `grants.${index}`, message: 'names a place and role that another one names' }]
      : [];
  });
  if (issues.length > 0) throw new AppError('INVALID_INPUT', { issues });
};

const insert = (
  tx: Transaction,
  made: Offer & {
    email: string;
    hash: string;
    inviterId: string | null;
    inviterName: string;
    expiresAt: number;
  },
): string => {
  const id = tx.createNode({ kind: 'invitation', parentId: made.organizationId, name: made.email });
  tx.database.run(
    sql.insertInto('invitation').values({
      id,
      email: made.email,
      role_id: made.roleId,
      extras: JSON.stringify(made.extras),
      secret_hash: made.hash,
      inviter_id: made.inviterId,
      inviter_name: made.inviterName,
      created_at: tx.now,
      expires_at: made.expiresAt,
    }),
  );
  made.grants.forEach(({ nodeId, tagIds, roleId, endsAt }, position) => {
    tx.database.run(
      sql.insertInto('invitation_grant').values({
        invitation_id: id,
        position,
        node_id: nodeId,
        tag_filter: tagIds && JSON.stringify(tagIds),
        role_id: roleId,
        ends_at: endsAt,
      }),
    );
  });
  return id;
};

/** Invites an address; who may offer what is R6 and R7. The secret is in the answer and nowhere else. */
export const createInvitation = (
  context: OperationContext,
  input: { offer: Offer; email: string; lifetimeHours: number },
): NewInvitation => {
  const { store } = context;
  const { caller } = context;
  const { offer, email } = input;
  const { organizationId } = offer;
  const { secret, hash, path } = newSecret();
  const id = context.write((tx) => {
    requireNone([...offerObjections(context, offer), ...hollowOfferObjections(context, offer)]);
    requireFutureEnds(tx, offer);
    requireOnce(offer);
    requireNoMember(tx, organizationId, email);
    replaceExpired(store, tx, organizationId, email);
    requireSeat(tx, organizationId);
    const made = insert(tx, {
      ...offer,
      email,
      hash,
      inviterId: store.access.effective(caller.subject, organizationId)?.memberId ?? null,
      inviterName: caller.name,
      expiresAt: tx.now + input.lifetimeHours * hourMs,
    });
    tx.audit({
      nodeId: made,
      fact: { type: 'invited', email, role: named(store, offer.roleId), hours: input.lifetimeHours },
      changes: changesOf(store, offer),
    });
    return made;
  });
  return { invitation: invitationFor(context, id), secret, path };
};
