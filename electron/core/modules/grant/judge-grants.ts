import { AppError } from '#shared/model/errors.ts';
import { withArticle } from '#shared/model/nodes.ts';
import { type Actor, bitsOf, type GrantRow, meets, usableOn } from '../../access/index.ts';
import type { Store } from '../../store/store.ts';
import { type AccessChange, factsWith } from './facts.ts';
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

/** R6 for each member whom a plan, or one grant of it beside those that are there, would reach. */
const requireGivesTo = (
  store: Store,
  actor: Actor,
  plan: GrantPlan,
  memberIds: readonly string[],
  { one, also = {} }: { one?: PlannedGrant; also?: AccessChange } = {},
) => {
  const id = holderId(plan.holder);
  const now = store.access.memberships.grantsOf(id);
  const gone = new Set([...plan.removed, ...(one?.before ? [one.before] : [])]);
  const then = one ? [...now.filter((row) => !gone.has(row)), one.row] : plan.grants;
  for (const memberId of memberIds) {
    const after = factsWith(store, memberId, { ...also, grants: new Map([[id, then]]) });
    requireGives(store, actor, factsWith(store, memberId, also), after);
  }
};

const givenBy = (plan: GrantPlan): PlannedGrant[] =>
  [...plan.added, ...plan.updated].filter((each) => !isNarrower(each));

/** What speaks against single grants whoever has them: past ends, doubles, and roles that the actor lacks there. */
export const termObjections = (
  store: Store,
  actor: Actor,
  organizationId: string,
  plan: GrantPlan,
): Objection[] => [
  ...plan.objections,
  ...givenBy(plan).flatMap((each) => [
    ...objections(each.field, () => requireHoldsRole(store, actor, organizationId, each.row)),
    ...emptyObjections(store, each),
  ]),
];

/** A grant of a role that opens nothing on such a node would be there and do nothing. */
function emptyObjections({ access }: Store, { field, row }: PlannedGrant): Objection[] {
  const node = access.node(row.nodeId ?? '');
  const roleId = row.roleId ?? access.memberships.member(row.memberId ?? '')?.roleId;
  const role = access.memberships.role(roleId ?? '');
  if (!node || !role || meets(role.bits, usableOn(node.kind))) return [];
  const reason = `the role ${role.name} holds nothing that is of use on ${withArticle(node.kind)}; name a role that does`;
  return [{ field, error: new AppError('CONFLICT', { field, reason }) }];
}

/** The grants of a plan that give a member, each by itself, what the actor does not hold there (R6). */
export const grantsBeyond = (
  store: Store,
  actor: Actor,
  plan: GrantPlan,
  memberIds: readonly string[],
  also?: AccessChange,
): Objection[] =>
  givenBy(plan).flatMap((one) =>
    objections(one.field, () =>
      requireGivesTo(store, actor, plan, memberIds, { one, ...(also ? { also } : {}) }),
    ),
  );

/**
 * All that speaks against a change of a team's grants: each member whom it reaches must be one that the actor may
 * change, and nothing may be given that the actor does not hold there (R6), grant by grant and altogether.
 */
export const teamGrantObjections = (
  store: Store,
  actor: Actor,
  organizationId: string,
  plan: GrantPlan,
): Objection[] => {
  const memberIds = store.access.memberships.team(plan.holder.teamId ?? '')?.memberIds ?? [];
  const persons = memberIds.flatMap((id) => objections('', () => requireMayChange(store, actor, id)));
  const terms = termObjections(store, actor, organizationId, plan);
  const named = new Set(terms.map(({ field }) => field));
  const beyond = grantsBeyond(store, actor, plan, memberIds).filter(({ field }) => !named.has(field));
  const found = [...persons, ...terms, ...beyond];
  return found.length > 0 ? found : objections('', () => requireGivesTo(store, actor, plan, memberIds));
};
