import type { Member, MemberOrder, MemberRemoval } from '#shared/contract/member.ts';
import { isDemanded } from '#shared/model/permissions.ts';
import { rootPermissions } from '#shared/model/roles.ts';
import { factsWith, memberObjections } from '../../access/giving/index.ts';
import { bitOf, hasBit, heldAt, isAtOrAbove } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { instant, requireRow } from '../node/index.ts';

const members = sql
  .selectFrom('member')
  .innerJoin('account', 'account.id', 'member.account_id')
  .innerJoin('role', 'role.id', 'member.role_id')
  .selectAll('member')
  .select(['account.name', 'account.email', 'account.avatar', 'role.built_in', 'role.level', 'role.reach']);

type Row = ReturnType<typeof rowsOf>[number];

const rowsOf = ({ store }: OperationContext, organizationId: string, order: MemberOrder) => {
  const all = members.where('member.organization_id', '=', organizationId);
  const direction = order === 'newest' ? 'desc' : 'asc';
  const ordered = order === 'name' ? all : all.orderBy('member.created_at', direction);
  return store.database.all(ordered.orderBy('account.name'));
};

const rowOf = ({ store }: OperationContext, id: string): Row =>
  requireRow(store.database.first(members.where('member.id', '=', id)), 'member', id);

const readableTeams = ({ store, caller }: OperationContext, memberId: string) => {
  const { access } = store;
  return access.memberships
    .teamsOf(memberId)
    .filter((id) => access.canRead(caller.subject, id) || access.isTheirs(caller.subject, memberId))
    .map((id) => ({ id, name: access.node(id)?.name ?? '' }))
    .sort((a, b) => a.name.localeCompare(b.name));
};

const accessOf = (context: OperationContext, row: Row) => {
  const { memberships } = context.store.access;
  const teamGrants = memberships.teamsOf(row.id).flatMap((id) => memberships.grantsOf(id));
  return {
    role: {
      id: row.role_id,
      name: memberships.role(row.role_id)?.name ?? '',
      level: row.level,
      builtIn: row.built_in,
      reach: row.reach,
    },
    teams: readableTeams(context, row.id),
    grantCount: memberships.grantsOf(row.id).length,
    teamGrantCount: teamGrants.length,
    extras: (memberships.member(row.id)?.extras ?? []).filter(isDemanded),
  };
};

const toMember = (context: OperationContext, row: Row): Member => {
  const { store } = context;
  const you = store.access.effective(context.caller.subject, row.organization_id)?.memberId;
  const [refusal] = memberObjections(context, row.id);
  return {
    id: row.id,
    organizationId: row.organization_id,
    name: row.name,
    email: row.email,
    ...(row.avatar === null ? {} : { avatar: row.avatar }),
    ...accessOf(context, row),
    joinedAt: instant(row.created_at),
    ...(row.active_at === null ? {} : { activeAt: instant(row.active_at) }),
    ...(row.suspended_at === null ? {} : { suspendedAt: instant(row.suspended_at) }),
    isOwner: row.is_owner === 1,
    isYou: row.id === you,
    ...(refusal ? { refusal: refusal.error.message } : {}),
  };
};

export const memberOf = (context: OperationContext, id: string): Member =>
  toMember(context, rowOf(context, id));

/** The members of an organization, in an order of their names or of when they joined. */
export const membersOf = (
  context: OperationContext,
  { organizationId, sort }: { organizationId: string; sort: MemberOrder },
): Member[] => rowsOf(context, organizationId, sort).map((row) => toMember(context, row));

/** A member's name, for words about them. */
export const nameOfMember = (context: OperationContext, id: string): string => rowOf(context, id).name;

const otherOrganizations = ({ store }: OperationContext, { account_id, id }: Row): number =>
  store.database.first(
    sql
      .selectFrom('member')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('account_id', '=', account_id)
      .where('id', '<>', id),
  )?.count ?? 0;

/** Servers that the caller may read and on which the member is in effect root, by a service there or right there. */
const serversOf = ({ store, caller }: OperationContext, memberId: string): MemberRemoval['servers'] => {
  const { access } = store;
  const facts = factsWith(store, memberId);
  const held = access.whatIf(facts);
  const bits = rootPermissions.map(bitOf);
  const servers = [...(access.node(facts.member.organizationId)?.children ?? [])].filter(
    ({ kind, id }) => kind === 'server' && access.canRead(caller.subject, id),
  );
  return servers
    .filter((server) => {
      const there = [
        server,
        ...[...(held.scopes ?? new Map()).keys()].filter((at) => isAtOrAbove(server, at)),
      ];
      return there.some((node) => bits.some((bit) => hasBit(heldAt(held, node), bit)));
    })
    .map(({ id, name }) => ({ id, name: name ?? '' }));
};

/** What removing a member takes with it. */
export const removalOf = (context: OperationContext, memberId: string): MemberRemoval => {
  const { access } = context.store;
  const row = rowOf(context, memberId);
  const below = [...(access.node(memberId)?.children ?? [])];
  return {
    name: row.name,
    email: row.email,
    otherOrganizations: otherOrganizations(context, row),
    grants: access.memberships.grantsOf(memberId).length,
    apiKeys: below.filter(({ kind }) => kind === 'apiKey').length,
    teams: readableTeams(context, memberId),
    servers: serversOf(context, memberId),
  };
};
