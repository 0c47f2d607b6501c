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

/**
 * LIMIT where an invited person has no seat any more. Only members count here: the invitation itself held the seat,
 * unless the limit was lowered since, and then the first of those who were invited get what is left (R8, R9).
 */
export const requireSeatToJoin = (tx: Transaction, organizationId: string): void => {
  const limit = limitOf(tx, organizationId);
  if (activeMembers(tx, organizationId) < limit) return;
  throw new AppError('LIMIT', { what: 'Seats (active members) of this organization', limit });
};
