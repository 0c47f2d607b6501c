import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { Store } from '../../store/store.ts';
import { bitsOf } from '../bits.ts';
import type { MemberFacts } from '../effective.ts';
import type { GrantRow } from '../rows.ts';

/** What would be other about somebody's access; what is absent stays. */
export interface AccessChange {
  readonly roleId?: string | undefined;
  readonly extras?: readonly Permission[] | undefined;
  /** All the teams that the member would be in. */
  readonly teamIds?: readonly string[] | undefined;
  /** All the grants that a member or team would have, by its id. */
  readonly grants?: ReadonlyMap<string, readonly GrantRow[]> | undefined;
}

/** The facts that decide what a member may, as they are or as a change would make them. */
export function factsWith(
  { access: { memberships } }: Store,
  memberId: string,
  change: AccessChange = {},
): MemberFacts {
  const now = memberships.factsOf(memberId);
  const role = change.roleId === undefined ? now?.role : memberships.role(change.roleId);
  if (!now) throw new AppError('NOT_FOUND', { kind: 'member', id: memberId });
  if (!role) throw new AppError('NOT_FOUND', { kind: 'role', id: change.roleId ?? '' });
  const teamIds = change.teamIds ?? memberships.teamsOf(memberId);
  const grants = [memberId, ...teamIds].flatMap((id) => change.grants?.get(id) ?? memberships.grantsOf(id));
  return {
    member: now.member,
    role,
    extras: change.extras ? bitsOf(change.extras) : now.extras,
    grants: grants.map((grant) => memberships.held(grant, role)),
  };
}

type Held = MemberFacts['grants'][number];

/** A tag filter counts as the whole organization: tags move later, without anybody being asked again. */
export function anywhere({ grant, role }: Held, organizationId: string): Held {
  return grant.tagIds === null
    ? { grant, role }
    : { grant: { ...grant, tagIds: null, nodeId: organizationId }, role };
}

/**
 * The two sides that R6 compares. What ends by itself must not hide that a change makes it last: grants with an
 * end that stay as they are count on neither side, and one that is made to last longer counts as new.
 */
export function comparable(
  before: MemberFacts,
  after: MemberFacts,
): { before: MemberFacts; after: MemberFacts } {
  const were = new Map(before.grants.map((held) => [held.grant.id, held]));
  const will = new Map(after.grants.map((held) => [held.grant.id, held]));
  const countsBefore = ({ grant, role }: Held): boolean => {
    if (grant.endsAt === null) return true;
    const next = will.get(grant.id);
    return next !== undefined && next.role !== role && endsNoLater(next.grant.endsAt, grant.endsAt);
  };
  const isKept = ({ grant, role }: Held): boolean => {
    const old = were.get(grant.id);
    return old?.role === role && endsNoLater(grant.endsAt, old.grant.endsAt);
  };
  const { organizationId } = after.member;
  return {
    before: { ...before, grants: before.grants.filter(countsBefore) },
    after: {
      ...after,
      grants: after.grants.flatMap((held) => {
        if (!isKept(held)) return [anywhere(held, organizationId)];
        return held.grant.endsAt === null ? [held] : [];
      }),
    },
  };
}

function endsNoLater(end: number | null, than: number | null): boolean {
  return than === null || (end !== null && end <= than);
}
