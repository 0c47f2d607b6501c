import type { OrganizationPolicy } from '#shared/contract/organization.ts';
import { invitationLifetimes, type Policy } from '#shared/model/policy.ts';
import { defaultRoleObjections, requireNone } from '../../access/giving/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { seatsUsed } from '../../seats/index.ts';
import { type Database, sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { requireRow } from '../node/index.ts';

const rowOf = (database: Database, id: string) =>
  requireRow(
    database.first(
      sql
        .selectFrom('organization')
        .leftJoin('node as role', 'role.id', 'organization.default_role_id')
        .select([
          'organization.allows_transfer',
          'organization.admins_manage_admins',
          'organization.invitation_hours',
          'organization.seat_limit',
          'role.id as role_id',
          'role.name as role_name',
        ])
        .where('organization.id', '=', id),
    ),
    'organization',
    id,
  );

/** What an organization decided about itself, with the seats that are taken. */
export const policyOf = ({ database, now }: Store, id: string): OrganizationPolicy => {
  const row = rowOf(database, id);
  const limit = row.seat_limit;
  return {
    allowsTransfer: row.allows_transfer === 1,
    adminsManageAdmins: row.admins_manage_admins === 1,
    invitationHours: invitationLifetimes.find((hours) => hours === row.invitation_hours) ?? 48,
    seats: { ...seatsUsed(database, id, now()), ...(limit === null ? {} : { limit }) },
    ...(row.role_id ? { defaultRole: { id: row.role_id, name: row.role_name ?? '' } } : {}),
  };
};

/** Changes what only the Owner decides (R5); invitations that are under way keep their end (R7). */
export const updatePolicy = (
  context: OperationContext,
  input: { organizationId: string } & { [F in keyof Policy]?: Policy[F] | undefined },
): OrganizationPolicy => {
  const { store } = context;
  const { organizationId: id, ...fields } = input;
  context.write((tx) => tx.change('organization', id, fields));
  return policyOf(store, id);
};

/** Sets the seat limit and the default role; a limit below what is taken keeps everybody (R9). */
export const updateSeats = (
  context: OperationContext,
  input: {
    organizationId: string;
    seatLimit?: number | null | undefined;
    defaultRoleId?: string | null | undefined;
  },
): OrganizationPolicy => {
  const { store } = context;
  const { organizationId: id, seatLimit, defaultRoleId } = input;
  if (defaultRoleId) requireNone(defaultRoleObjections(context, id, defaultRoleId));
  if (seatLimit === undefined && defaultRoleId === undefined) return policyOf(store, id);
  context.write((tx) => tx.change('organization', id, { seatLimit, defaultRole: defaultRoleId }));
  return policyOf(store, id);
};
