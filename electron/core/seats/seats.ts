import { AppError } from '#shared/model/errors.ts';
import { type Database, sql } from '../store/database.ts';
import type { Transaction } from '../store/store.ts';

/** What takes a seat: active members, and invitations that can still be accepted (R9). */
export interface SeatsUsed {
  readonly members: number;
  readonly invitations: number;
}

const activeMembers = (database: Database, organizationId: string): number =>
  database.first(
    sql
      .selectFrom('member')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('organization_id', '=', organizationId)
      .where('suspended_at', 'is', null),
  )?.count ?? 0;

/** How many seats of an organization are taken at an instant. */
export const seatsUsed = (database: Database, organizationId: string, now: number): SeatsUsed => ({
  members: activeMembers(database, organizationId),
  invitations:
    database.first(
      sql
        .selectFrom('invitation')
        .innerJoin('node', 'node.id', 'invitation.id')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('node.organization_id', '=', organizationId)
        .where('invitation.expires_at', '>', now),
    )?.count ?? 0,
});

const limitOf = ({ database }: Transaction, organizationId: string): number =>
  database.first(sql.selectFrom('organization').select('seat_limit').where('id', '=', organizationId))
    ?.seat_limit ?? Number.POSITIVE_INFINITY;

/**
 * Refuses (LIMIT) where no seat is free for one more member: call it in the transaction that adds them, before it
 * does. Source: docs/access.md, R9.
 */
export const requireSeat = (tx: Transaction, organizationId: string): void => {
  const limit = limitOf(tx, organizationId);
  const { members, invitations } = seatsUsed(tx.database, organizationId, tx.now);
  const what = 'Seats (active members and live invitations) of this organization';
  if (members + invitations < limit) return;
  const cure = 'Suspend or remove a member, cancel an invitation, or raise the limit in the settings.';
  throw new AppError('LIMIT', { what, limit, cure });
};

/**
 * The same for somebody who was invited. Only members count: the invitation itself held the seat, unless the limit
 * was lowered since, and then the first of those who were invited get what is left (R8, R9).
 */
export const requireSeatToJoin = (tx: Transaction, organizationId: string): void => {
  const limit = limitOf(tx, organizationId);
  if (activeMembers(tx.database, organizationId) < limit) return;
  const cure = 'Ask whoever invited you to free a seat.';
  throw new AppError('LIMIT', { what: 'Seats (active members) of this organization', limit, cure });
};
