import { type Database, sql } from '../../store/database.ts';

/** What takes a seat: active members, and invitations that can still be accepted (R9). */
export interface SeatsUsed {
  readonly members: number;
  readonly invitations: number;
}

/** How many seats of an organization are taken at an instant. */
export const seatsUsed = (database: Database, organizationId: string, now: number): SeatsUsed => ({
  members:
    database.first(
      sql
        .selectFrom('member')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('organization_id', '=', organizationId)
        .where('suspended_at', 'is', null),
    )?.count ?? 0,
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
