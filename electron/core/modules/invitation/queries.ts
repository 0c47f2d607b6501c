import type { Invitation } from '#shared/contract/invitation.ts';
import type { IndexedNode } from '../../access/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { instant, requireRow } from '../node/index.ts';

const rows = sql
  .selectFrom('invitation')
  .innerJoin('node', 'node.id', 'invitation.id')
  .selectAll('invitation')
  .select('node.organization_id');

/** An invitation as it is stored, with its organization. */
export interface InvitationRow {
  readonly id: string;
  readonly organization_id: string;
  readonly email: string;
  readonly role_id: string;
  readonly extras: string;
  readonly inviter_id: string | null;
  readonly inviter_name: string;
  readonly created_at: number;
  readonly expires_at: number;
}

/** NOT_FOUND where it was cancelled or accepted a moment ago. */
export const invitationRow = (store: Store, id: string): InvitationRow =>
  requireRow(store.database.first(rows.where('invitation.id', '=', id)), 'invitation', id);

export const rowBySecretHash = (store: Store, hash: string): InvitationRow | undefined =>
  store.database.first(rows.where('invitation.secret_hash', '=', hash));

/** All invitations to an address in one organization, live or expired. */
export const rowsTo = (store: Store, organizationId: string, email: string): InvitationRow[] =>
  store.database.all(
    rows.where('node.organization_id', '=', organizationId).where('invitation.email', '=', email),
  );

/** The grants of an invitation whose node is still there, in the order they were given. */
export const grantRowsOf = (store: Store, id: string) =>
  store.database.all(
    sql.selectFrom('invitation_grant').selectAll().where('invitation_id', '=', id).orderBy('position'),
  );

/** The names from the organization, left out, down to the node: `shop/production`. */
export const pathOf = (store: Store, nodeId: string): string => {
  const names: string[] = [];
  for (let node: IndexedNode | null = store.access.node(nodeId) ?? null; node?.parent; node = node.parent) {
    names.unshift(node.name ?? node.id);
  }
  return names.join('/');
};

const grantsFor = (store: Store, subject: string, invitationId: string): Invitation['grants'] =>
  grantRowsOf(store, invitationId)
    .filter(({ node_id }) => store.access.canSee(subject, node_id))
    .map(({ node_id, role_id, ends_at }) => {
      const role = role_id === null ? undefined : store.access.memberships.role(role_id);
      return {
        nodeId: node_id,
        path: pathOf(store, node_id),
        ...(role ? { role: role.name } : {}),
        ...(ends_at === null ? {} : { endsAt: instant(ends_at) }),
      };
    });

const toInvitation = (store: Store, subject: string, row: InvitationRow): Invitation => {
  const role = store.access.memberships.role(row.role_id);
  return {
    id: row.id,
    email: row.email,
    roleId: row.role_id,
    role: role?.name ?? '',
    level: role?.level ?? 0,
    extras: JSON.parse(row.extras) as string[],
    grants: grantsFor(store, subject, row.id),
    inviterName: row.inviter_name,
    createdAt: instant(row.created_at),
    expiresAt: instant(row.expires_at),
  };
};

/** An invitation as one of the organization sees it. */
export const invitationFor = (store: Store, subject: string, id: string): Invitation =>
  toInvitation(store, subject, invitationRow(store, id));

/** The invitations of an organization, the newest first; expired ones too, until they are replaced or cancelled. */
export const invitationsFor = (store: Store, subject: string, organizationId: string): Invitation[] =>
  store.database
    .all(rows.where('node.organization_id', '=', organizationId).orderBy('invitation.created_at', 'desc'))
    .map((row) => toInvitation(store, subject, row));
