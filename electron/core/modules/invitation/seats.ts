import { AppError } from '#shared/model/errors.ts';
import { sql } from '../../store/database.ts';
import type { Transaction } from '../../store/store.ts';

const limitOf = ({ database }: Transaction, organizationId: string): number =>
  database.first(sql.selectFrom('organization').select('seat_limit').where('id', '=', organizationId))
    ?.seat_limit ?? Number.POSITIVE_INFINITY;

const activeMembers = ({ database }: Transaction, organizationId: string): number =>
  database.first(
    sql
      .selectFrom('member')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('organization_id', '=', organizationId)
      .where('suspended_at', 'is', null),
  )?.count ?? 0;

const liveInvitations = ({ database, now }: Transaction, organizationId: string): number =>
  database.first(
    sql
      .selectFrom('invitation')
      .innerJoin('node', 'node.id', 'invitation.id')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('node.organization_id', '=', organizationId)
      .where('invitation.expires_at', '>', now),
  )?.count ?? 0;

const full = (limit: number): AppError =>
  new AppError('LIMIT', { what: 'Seats (active members and live invitations) of this organization', limit });

/** LIMIT where one more invitation has no seat: active members and live invitations count (R9). */
export const requireSeatToInvite = (tx: Transaction, organizationId: string): void => {
  const limit = limitOf(tx, organizationId);
  if (activeMembers(tx, organizationId) + liveInvitations(tx, organizationId) >= limit) throw full(limit);
};

/** LIMIT where one more member has no seat. The invitation that is being accepted held one, if the limit still has it. */
export const requireSeatToJoin = (tx: Transaction, organizationId: string): void => {
  const limit = limitOf(tx, organizationId);
  if (activeMembers(tx, organizationId) >= limit) throw full(limit);
};
