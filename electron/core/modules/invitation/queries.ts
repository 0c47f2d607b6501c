import type { Invitation } from '#shared/contract/invitation.ts';
import type { IndexedNode } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { tagFilterPath } from '../grant/index.ts';
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

/** The invitations to an address that can still be accepted, from whatever organization, the newest first. */
export const liveRowsTo = (store: Store, email: string): InvitationRow[] =>
  store.database.all(
    rows
      .where('invitation.email', '=', email)
      .where('invitation.expires_at', '>', store.now())
      .orderBy('invitation.created_at', 'desc'),
  );

/** The grants of an invitation but those whose node is gone, in the order they were given. */
export const grantRowsOf = (store: Store, id: string) =>
  store.database.all(
    sql.selectFrom('invitation_grant').selectAll().where('invitation_id', '=', id).orderBy('position'),
  );

/** The tag ids of a filter as it is stored. */
export const tagIdsIn = (filter: string): string[] => JSON.parse(filter) as string[];

/** The invitations that can still be accepted and would give a grant by this tag. */
export const offeringByTag = (store: Store, tagId: string): { id: string; email: string }[] => {
  const offered = store.database
    .all(
      sql
        .selectFrom('invitation_grant')
        .innerJoin('invitation', 'invitation.id', 'invitation_grant.invitation_id')
        .select(['invitation.id', 'invitation.email', 'invitation_grant.tag_filter'])
        .where('invitation.expires_at', '>', store.now())
        .where('invitation_grant.tag_filter', 'is not', null),
    )
    .filter(({ tag_filter }) => tag_filter !== null && tagIdsIn(tag_filter).includes(tagId));
  return [...new Map(offered.map((each) => [each.id, each])).values()];
};

/** The names from the organization, left out, down to the node: `shop/production`. */
export const pathOf = (store: Store, nodeId: string): string => {
  const names: string[] = [];
  for (let node: IndexedNode | null = store.access.node(nodeId) ?? null; node?.parent; node = node.parent) {
    names.unshift(node.name ?? node.id);
  }
  return names.join('/');
};

type Place = Pick<Invitation['grants'][number], 'nodeId' | 'tagIds' | 'path'>;

/** Where a grant holds, as the caller may know it; one of whose tags any is gone is as good as gone itself. */
const placeFor = (
  context: OperationContext,
  { node_id: nodeId, tag_filter }: { node_id: string | null; tag_filter: string | null },
): Place | undefined => {
  const { store } = context;
  if (tag_filter === null) {
    if (nodeId === null || !store.access.canSee(context.caller.subject, nodeId)) return undefined;
    return { nodeId, path: pathOf(store, nodeId) };
  }
  const tagIds = tagIdsIn(tag_filter);
  const path = tagFilterPath(context, tagIds);
  return path === null ? undefined : { tagIds, path };
};

const grantsFor = (context: OperationContext, invitationId: string): Invitation['grants'] =>
  grantRowsOf(context.store, invitationId).flatMap((row) => {
    const place = placeFor(context, row);
    if (!place) return [];
    const role = row.role_id === null ? undefined : context.store.access.memberships.role(row.role_id);
    return {
      ...place,
      ...(role ? { role: role.name } : {}),
      ...(row.ends_at === null ? {} : { endsAt: instant(row.ends_at) }),
    };
  });

const toInvitation = (context: OperationContext, row: InvitationRow): Invitation => {
  const { store } = context;
  const role = store.access.memberships.role(row.role_id);
  return {
    id: row.id,
    email: row.email,
    roleId: row.role_id,
    role: role?.name ?? '',
    level: role?.level ?? 0,
    extras: JSON.parse(row.extras) as string[],
    grants: grantsFor(context, row.id),
    inviterName: row.inviter_name,
    createdAt: instant(row.created_at),
    expiresAt: instant(row.expires_at),
  };
};

/** An invitation as one of the organization sees it. */
export const invitationFor = (context: OperationContext, id: string): Invitation =>
  toInvitation(context, invitationRow(context.store, id));

/** The invitations of an organization, the newest first; expired ones too, until they are replaced or cancelled. */
export const invitationsFor = (context: OperationContext, organizationId: string): Invitation[] =>
  context.store.database
    .all(rows.where('node.organization_id', '=', organizationId).orderBy('invitation.created_at', 'desc'))
    .map((row) => toInvitation(context, row));
