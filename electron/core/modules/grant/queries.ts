import type { Grant, GrantScope } from '#shared/contract/grant.ts';
import type { ScopeKind } from '#shared/model/nodes.ts';
import { seenBy } from '../../access/giving/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { instant } from '../node/index.ts';

const grants = sql
  .selectFrom('access_grant')
  .leftJoin('account', 'account.id', 'access_grant.created_by')
  .selectAll('access_grant')
  .select('account.name as given_by');

const tagName = ({ store, caller }: OperationContext, id: string): string | null => {
  const { access } = store;
  const tag = access.node(id);
  if (!tag || !access.canRead(caller.subject, id)) return null;
  return tag.parent?.name ? `${tag.parent.name}: ${tag.name ?? ''}` : (tag.name ?? '');
};

/** A tag filter in words, such as `Ring: Canary + Ring: Stable`; null where the caller may not read one of the tags. */
export const tagFilterPath = (context: OperationContext, tagIds: readonly string[]): string | null => {
  const names = tagIds.map((id) => tagName(context, id));
  return names.includes(null) ? null : names.join(' + ');
};

const tagScope = (context: OperationContext, tagIds: string[]): GrantScope => {
  const path = tagFilterPath(context, tagIds);
  return path === null ? { kind: 'tags', path } : { kind: 'tags', tagIds, path };
};

const nodeScope = (context: OperationContext, id: string): GrantScope => {
  const node = context.store.access.node(id);
  const { nodeId, path } = node ? seenBy(context, node) : { nodeId: null, path: null };
  const kind = (node?.kind ?? 'project') as ScopeKind;
  return { kind, path, ...(nodeId === null ? {} : { nodeId }) };
};

type Row = {
  id: string;
  team_id: string | null;
  node_id: string | null;
  tag_filter: string | null;
  role_id: string | null;
  ends_at: number | null;
  given_by: string | null;
  created_at: number;
  used_at: number | null;
};

/** A team as the caller may know it: one that they are in is no secret. */
const teamOf = ({ store, caller }: OperationContext, id: string): Grant['team'] => {
  const { access } = store;
  const isTheirs = access.memberships
    .team(id)
    ?.memberIds.some((each) => access.isTheirs(caller.subject, each));
  return isTheirs || access.canRead(caller.subject, id)
    ? { id, name: access.node(id)?.name ?? '' }
    : { id: null, name: null };
};

const toGrant = (context: OperationContext, row: Row, isByTeam: boolean): Grant => {
  const { access, now } = context.store;
  const role = row.role_id === null ? undefined : access.memberships.role(row.role_id);
  return {
    id: row.id,
    scope: row.tag_filter
      ? tagScope(context, JSON.parse(row.tag_filter) as string[])
      : nodeScope(context, row.node_id ?? ''),
    role: role ? { id: role.id, name: role.name } : null,
    ...(row.ends_at === null ? {} : { endsAt: instant(row.ends_at) }),
    isOver: row.ends_at !== null && row.ends_at <= now(),
    ...(row.given_by === null ? {} : { givenBy: row.given_by }),
    givenAt: instant(row.created_at),
    ...(row.used_at === null ? {} : { usedAt: instant(row.used_at) }),
    ...(isByTeam && row.team_id ? { team: teamOf(context, row.team_id) } : {}),
  };
};

const byAge = (a: Row, b: Row): number => a.created_at - b.created_at;

/** The grants of a team, oldest first. */
export const grantsOfTeam = (context: OperationContext, teamId: string): Grant[] =>
  context.store.database
    .all(grants.where('access_grant.team_id', '=', teamId))
    .sort(byAge)
    .map((row) => toGrant(context, row, false));

/** The grants of a member: their own, oldest first, and then those by teams. */
export const grantsOfMember = (context: OperationContext, memberId: string): Grant[] => {
  const { access, database } = context.store;
  const teamIds = access.memberships.teamsOf(memberId);
  const own = database.all(grants.where('access_grant.member_id', '=', memberId));
  const byTeam =
    teamIds.length === 0 ? [] : database.all(grants.where('access_grant.team_id', 'in', [...teamIds]));
  return [...own.sort(byAge), ...byTeam.sort(byAge)].map((row) => toGrant(context, row, true));
};
