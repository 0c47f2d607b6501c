import type { AccessReview } from '#shared/contract/access.ts';
import { isDemanded, isPermission } from '#shared/model/permissions.ts';
import { bitsOf, type Effective, permissionsOf, type Usage, unionOf, without } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { instant } from '../node/index.ts';
import { reviewedGrants } from './reviewed-grants.ts';

const dayMs = 86_400_000;
const unusedDays = 90;
const endingDays = 30;
/** Nobody needs all that they hold in their first days; what they leave unused says nothing yet. */
const earlyDays = 30;

const instantOrNull = (millis: number | null): string | null => (millis === null ? null : instant(millis));

const membersOf = ({ store, caller }: OperationContext, organizationId: string) =>
  store.database
    .all(
      sql
        .selectFrom('member')
        .innerJoin('account', 'account.id', 'member.account_id')
        .select([
          'member.id',
          'member.account_id',
          'account.name',
          'member.role_id',
          'member.suspended_at',
          'member.created_at',
          'member.active_at',
        ])
        .where('member.organization_id', '=', organizationId),
    )
    .filter(({ id }) => store.access.canRead(caller.subject, id))
    .sort((a, b) => (a.active_at ?? 0) - (b.active_at ?? 0) || a.name.localeCompare(b.name));

type MemberRows = ReturnType<typeof membersOf>;

const anywhere = ({ everywhere, scopes }: Effective) =>
  [...(scopes?.values() ?? [])].reduce((all, bits) => unionOf(all, bits), everywhere);

const unusedPermissions = (
  { store }: OperationContext,
  organizationId: string,
  members: MemberRows,
  since: number,
): AccessReview['unusedPermissions'] => {
  const uses = store.database.all(
    sql
      .selectFrom('permission_use')
      .innerJoin('member', 'member.id', 'permission_use.member_id')
      .select(['permission_use.member_id', 'permission_use.permission'])
      .where('member.organization_id', '=', organizationId)
      .where('permission_use.used_at', '>=', since),
  );
  const used = Map.groupBy(uses, ({ member_id }) => member_id);
  return members
    .flatMap(({ id, account_id, name, created_at }) => {
      const effective = store.access.effective(account_id, organizationId);
      if (!effective) return [];
      const held = anywhere(effective);
      const exercised = bitsOf((used.get(id) ?? []).map(({ permission }) => permission).filter(isPermission));
      const permissions = permissionsOf(without(held, exercised)).filter(isDemanded);
      return [
        {
          memberId: id,
          name,
          joinedAt: instant(created_at),
          held: permissionsOf(held).filter(isDemanded).length,
          permissions,
        },
      ];
    })
    .filter(({ permissions }) => permissions.length > 0)
    .sort((a, b) => b.permissions.length - a.permissions.length || a.name.localeCompare(b.name));
};

const apiKeysOf = (
  { store, caller }: OperationContext,
  members: MemberRows,
  organizationId: string,
): AccessReview['apiKeys'] => {
  const names = new Map(members.map(({ id, name }) => [id, name]));
  return store.database
    .all(
      sql
        .selectFrom('api_key')
        .innerJoin('node', 'node.id', 'api_key.id')
        .select([
          'api_key.id',
          'node.name',
          'api_key.member_id',
          'api_key.created_at',
          'api_key.used_at',
          'api_key.expires_at',
        ])
        .where('node.organization_id', '=', organizationId)
        .where('api_key.is_token', '=', 0),
    )
    .filter(({ id }) => store.access.canRead(caller.subject, id))
    .sort((a, b) => (a.used_at ?? 0) - (b.used_at ?? 0) || a.created_at - b.created_at)
    .map((row) => ({
      apiKeyId: row.id,
      name: row.name ?? '',
      memberId: row.member_id,
      memberName: names.get(row.member_id) ?? '',
      createdAt: instant(row.created_at),
      usedAt: instantOrNull(row.used_at),
      expiresAt: instantOrNull(row.expires_at),
    }));
};

/** Parts what is there long enough to be told of from what is too new. */
const parted = <T>(rows: readonly T[], bornAt: (row: T) => string, now: number) => {
  const tellableAt = (row: T): number => Date.parse(bornAt(row)) + earlyDays * dayMs;
  const early = rows.map(tellableAt).filter((at) => at > now);
  return {
    told: rows.filter((row) => tellableAt(row) <= now),
    tooEarly: early.length === 0 ? null : { count: early.length, from: instant(Math.min(...early)) },
  };
};

/** What a review is read with, besides the request. */
export interface ReviewParts {
  readonly usage: Pick<Usage, 'flush'>;
}

/** What somebody who looks after access reads now and then; only what the caller may read (R15). */
export const reviewOf = (context: OperationContext & ReviewParts, organizationId: string): AccessReview => {
  const { store, usage } = context;
  usage.flush();
  const now = store.now();
  const since = now - unusedDays * dayMs;
  const members = membersOf(context, organizationId);
  const grants = reviewedGrants(context, organizationId).filter(
    ({ endsAt }) => endsAt === null || Date.parse(endsAt) > now,
  );
  const soon = now + endingDays * dayMs;
  const unusedGrants = grants.filter(({ usedAt }) => usedAt === null || Date.parse(usedAt) < since);
  const ofGrants = parted(unusedGrants, ({ createdAt }) => createdAt, now);
  const unused = unusedPermissions(context, organizationId, members, since);
  const ofMembers = parted(unused, ({ joinedAt }) => joinedAt, now);
  return {
    since: instant(since),
    members: members.map((row) => ({
      memberId: row.id,
      name: row.name,
      role: store.access.memberships.role(row.role_id)?.name ?? '',
      isSuspended: row.suspended_at !== null,
      joinedAt: instant(row.created_at),
      activeAt: instantOrNull(row.active_at),
    })),
    unusedGrants: ofGrants.told,
    newGrants: ofGrants.tooEarly,
    endingGrants: grants
      .filter(({ endsAt }) => endsAt !== null && Date.parse(endsAt) <= soon)
      .sort((a, b) => (a.endsAt ?? '').localeCompare(b.endsAt ?? '')),
    unusedPermissions: ofMembers.told,
    newMembers: ofMembers.tooEarly,
    apiKeys: apiKeysOf(context, members, organizationId),
  };
};
