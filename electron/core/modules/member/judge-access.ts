import type { GrantChanges } from '#shared/contract/grant.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { MemberFacts } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import {
  factsWith,
  type GrantPlan,
  grantsBeyond,
  type Objection,
  objections,
  planGrants,
  requireAbove,
  requireGives,
  requireHoldsEverywhere,
  termObjections,
} from '../grant/index.ts';
import { mayChange, teamObjections } from './judge.ts';

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

const underGrants = (found: readonly Objection[]): Objection[] =>
  found.map((each) => ({ ...each, field: `grants.${each.field}` }));

/** What does not depend on the other parts: ranks (R2, R4), and what is handed out by its name (R6). */
const byRule = (context: OperationContext, wish: AccessWish, { before, plan }: Sides): Objection[] => {
  const { store, caller } = context;
  const { memberId, roleId, extras = [], teamIds } = wish;
  const { organizationId, extras: now } = before.member;
  const newRole = roleId === before.role.id ? undefined : roleId;
  const newExtras = extras.filter((permission) => !now.includes(permission));
  return [
    ...mayChange(context, memberId),
    ...(newRole === undefined
      ? []
      : objections('roleId', () => requireAbove(store, caller, organizationId, newRole))),
    ...newExtras.flatMap((permission) =>
      objections(`extras.${permission}`, () =>
        requireHoldsEverywhere(store, caller, organizationId, [permission]),
      ),
    ),
    ...(plan ? underGrants(termObjections(store, caller, organizationId, plan)) : []),
    ...(teamIds === undefined ? [] : teamObjections(context, memberId, teamIds)),
  ];
};

/** Which part is to blame where the whole gives too much (R6); the change as a whole where no part does by itself. */
const byWhole = (
  context: OperationContext,
  wish: AccessWish,
  { before, after, plan }: Sides,
): Objection[] => {
  const { store, caller } = context;
  const { memberId, roleId, extras } = wish;
  const whole = objections('', () => requireGives(store, caller, before, after));
  if (whole.length === 0) return [];
  const also = { roleId, extras };
  const gone = new Set(plan?.removed);
  const kept = store.access.memberships.grantsOf(memberId).filter((row) => !gone.has(row));
  const byRole = factsWith(store, memberId, { ...also, grants: new Map([[memberId, kept]]) });
  const parts = [
    ...objections('roleId', () => requireGives(store, caller, before, byRole)),
    ...(plan ? underGrants(grantsBeyond(store, caller, plan, [memberId], also)) : []),
  ];
  return parts.length > 0 ? parts : whole;
};

/**
 * Judges a change of one member's access as one: what the member may before all of it against what they may after
 * all of it (R6), so that a part may take what another would else give too much of. Nothing is written.
 */
export const judgeAccess = (context: OperationContext, wish: AccessWish): JudgedAccess => {
  const { store } = context;
  const { memberId, roleId, extras, teamIds } = wish;
  const plan = wish.grants && planGrants(store, { memberId, teamId: null }, wish.grants);
  const grants = plan && new Map([[memberId, plan.grants]]);
  const before = factsWith(store, memberId);
  const after = factsWith(store, memberId, { roleId, extras, teamIds, grants });
  const sides = { before, after, plan };
  const rules = byRule(context, wish, sides);
  return { ...sides, objections: rules.length > 0 ? rules : byWhole(context, wish, sides) };
};
