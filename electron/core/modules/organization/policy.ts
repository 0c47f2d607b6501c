import type { OrganizationPolicy } from '#shared/contract/organization.ts';
import { invitationLifetimes, type Policy } from '#shared/model/policy.ts';
import { defaultRoleObjections, requireNone } from '../../access/giving/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { seatsUsed } from '../../seats/index.ts';
import { type Database, sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { changesBetween, requireRow } from '../node/index.ts';

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
  const before = policyOf(store, id);
  const { allowsTransfer, adminsManageAdmins, invitationHours } = { ...before, ...defined(fields) };
  context.write((tx) => {
    const values = {
      allows_transfer: allowsTransfer ? (1 as const) : (0 as const),
      admins_manage_admins: adminsManageAdmins ? (1 as const) : (0 as const),
      invitation_hours: invitationHours,
    };
    tx.database.run(sql.updateTable('organization').set(values).where('id', '=', id));
    tx.announce({ kind: 'organization', nodeId: id, verb: 'updated' });
    tx.audit({ changes: changesBetween(before, fields) });
  });
  return policyOf(store, id);
};

const defined = <T extends object>(fields: { [F in keyof T]?: T[F] | undefined }): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

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
  const before = policyOf(store, id);
  if (defaultRoleId) requireNone(defaultRoleObjections(context, id, defaultRoleId));
  const roleName = defaultRoleId ? (store.access.memberships.role(defaultRoleId)?.name ?? '') : null;
  const values = {
    ...(seatLimit === undefined ? {} : { seat_limit: seatLimit }),
    ...(defaultRoleId === undefined ? {} : { default_role_id: defaultRoleId }),
  };
  if (Object.keys(values).length === 0) return before;
  context.write((tx) => {
    tx.database.run(sql.updateTable('organization').set(values).where('id', '=', id));
    tx.announce({ kind: 'organization', nodeId: id, verb: 'updated' });
    const told = {
      seatLimit: before.seats.limit ?? null,
      defaultRole: before.defaultRole?.name ?? null,
    };
    const after = { seatLimit, ...(defaultRoleId === undefined ? {} : { defaultRole: roleName }) };
    tx.audit({ changes: changesBetween(told, after) });
  });
  return policyOf(store, id);
};
