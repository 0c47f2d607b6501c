import { type Actor, bitsOf, type GrantRow } from '../../access/index.ts';
import type { Store } from '../../store/store.ts';
import { factsWith } from './facts.ts';
import { requireGives, requireHolds, requireMayChange, requireNotOwnerRole } from './judge.ts';
import { type Objection, objections } from './objection.ts';
import { type GrantPlan, holderId, type PlannedGrant } from './plan.ts';

/** Whether a change takes more than it gives: the same role, and an end that comes no later. */
const isNarrower = ({ row, before }: PlannedGrant): boolean =>
  before !== undefined &&
  row.roleId === before.roleId &&
  row.endsAt !== null &&
  (before.endsAt === null || row.endsAt <= before.endsAt);

/** The role of a grant must be the actor's own on that scope, and everywhere for a tag filter: tags move later. */
const requireHoldsRole = (store: Store, actor: Actor, organizationId: string, row: GrantRow): void => {
  if (row.roleId === null) return;
  requireNotOwnerRole(store, row.roleId);
  const node = store.access.node(row.nodeId ?? organizationId);
  const role = store.access.memberships.role(row.roleId);
  if (node && role) requireHolds(store, actor, node, bitsOf(role.permissions));
};

/** R6 for each member that the grant would reach. */
const requireGivesTo = (
  store: Store,
  actor: Actor,
  plan: GrantPlan,
  memberIds: readonly string[],
  one?: PlannedGrant,
) => {
  const id = holderId(plan.holder);
  const now = store.access.memberships.grantsOf(id);
  const then = one ? [...now.filter((row) => row !== one.before), one.row] : plan.grants;
  for (const memberId of memberIds) {
    const after = factsWith(store, memberId, { grants: new Map([[id, then]]) });
    requireGives(store, actor, factsWith(store, memberId), after);
  }
};

/**
 * All that speaks against a change of grants: each member whom it reaches must be one that the actor may change,
 * and nothing may be given that the actor does not hold there (R6), grant by grant and altogether.
 */
export const grantObjections = (
  store: Store,
  actor: Actor,
  organizationId: string,
  plan: GrantPlan,
): Objection[] => {
  const { memberId, teamId } = plan.holder;
  const memberIds = memberId ? [memberId] : (store.access.memberships.team(teamId ?? '')?.memberIds ?? []);
  const persons = memberIds.flatMap((id) => objections('', () => requireMayChange(store, actor, id)));
  const given = [...plan.added, ...plan.updated].filter((each) => !isNarrower(each));
  const single = given.flatMap((each) => {
    const byRole = objections(each.field, () => requireHoldsRole(store, actor, organizationId, each.row));
    if (byRole.length > 0) return byRole;
    return objections(each.field, () => requireGivesTo(store, actor, plan, memberIds, each));
  });
  const found = [...persons, ...plan.objections, ...single];
  return found.length > 0 ? found : objections('', () => requireGivesTo(store, actor, plan, memberIds));
};
