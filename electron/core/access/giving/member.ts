import type { GrantChanges } from '#shared/contract/grant.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { MemberFacts } from '../effective.ts';
import { factsWith } from './facts.ts';
import type { Giver } from './giver.ts';
import { beyondByGrant, termObjections } from './grants.ts';
import { gainObjections, heldEverywhereObjections } from './held.ts';
import { type Objection, under } from './objection.ts';
import { type GrantPlan, planGrants } from './plan.ts';
import { memberObjections, promotionObjections } from './rank.ts';
import { membershipObjections } from './team.ts';

/** What would be other about one member's access; what is absent stays. */
export interface AccessWish {
  readonly memberId: string;
  readonly roleId?: string | undefined;
  /** All the single permissions that the member would have. */
  readonly extras?: readonly Permission[] | undefined;
  readonly grants?: GrantChanges | undefined;
  /** All the teams that the member would be in. */
  readonly teamIds?: readonly string[] | undefined;
}

/** A wish with what the member may before and after it, and all that speaks against it. */
export interface JudgedAccess {
  readonly before: MemberFacts;
  readonly after: MemberFacts;
  readonly plan: GrantPlan | undefined;
  readonly objections: readonly Objection[];
}

type Sides = Pick<JudgedAccess, 'before' | 'after' | 'plan'>;

/**
 * Judges a change of one member's access as one: what the member may before all of it against what they may after
 * all of it (R6), so that a part may take what another would else give too much of. Nothing is written.
 */
export function judgeAccess(giver: Giver, wish: AccessWish): JudgedAccess {
  const { store } = giver;
  const { memberId, roleId, extras, teamIds } = wish;
  const plan = wish.grants && planGrants(store, { memberId, teamId: null }, wish.grants);
  const grants = plan && new Map([[memberId, plan.grants]]);
  const before = factsWith(store, memberId);
  const after = factsWith(store, memberId, { roleId, extras, teamIds, grants });
  const sides = { before, after, plan };
  const rules = byRule(giver, wish, sides);
  return { ...sides, objections: rules.length > 0 ? rules : byWhole(giver, wish, sides) };
}

/** What does not depend on the other parts: ranks (R2, R4), and what is handed out by its name (R6). */
function byRule(giver: Giver, wish: AccessWish, { before, plan }: Sides): Objection[] {
  const { memberId, roleId, extras = [], teamIds } = wish;
  const { organizationId, extras: now } = before.member;
  const isPromoted = roleId !== undefined && roleId !== before.role.id;
  const newExtras = extras.filter((permission) => !now.includes(permission));
  return [
    ...memberObjections(giver, memberId),
    ...(isPromoted ? promotionObjections(giver, organizationId, roleId) : []),
    ...newExtras.flatMap((permission) =>
      heldEverywhereObjections(giver, organizationId, permission, `extras.${permission}`),
    ),
    ...(plan ? under('grants', termObjections(giver, organizationId, plan)) : []),
    ...(teamIds === undefined ? [] : membershipObjections(giver, memberId, teamIds)),
  ];
}

/** Which part is to blame where the whole gives too much (R6); the change as a whole where no part does by itself. */
function byWhole(giver: Giver, wish: AccessWish, { before, after, plan }: Sides): Objection[] {
  const { store } = giver;
  const { memberId, roleId, extras } = wish;
  const whole = gainObjections(giver, before, after);
  if (whole.length === 0) return [];
  const also = { roleId, extras };
  const gone = new Set(plan?.removed);
  const kept = store.access.memberships.grantsOf(memberId).filter((row) => !gone.has(row));
  const byRole = factsWith(store, memberId, { ...also, grants: new Map([[memberId, kept]]) });
  const parts = [
    ...gainObjections(giver, before, byRole, 'roleId'),
    ...(plan ? under('grants', beyondByGrant(giver, plan, [memberId], also)) : []),
  ];
  return parts.length > 0 ? parts : whole;
}
