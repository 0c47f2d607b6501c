import { bitsOf } from '../bits.ts';
import type { GrantRow } from '../rows.ts';
import { type AccessChange, factsWith } from './facts.ts';
import type { Giver } from './giver.ts';
import { gainObjections, heldObjections } from './held.ts';
import { hollowGrantObjections } from './hollow.ts';
import type { Objection } from './objection.ts';
import { type GrantPlan, holderId, type PlannedGrant } from './plan.ts';
import { memberObjections, ownerRoleObjections } from './rank.ts';

/**
 * All that speaks against a change of a team's grants: each member whom it reaches must be one that the actor may
 * change, and nothing may be given that the actor does not hold there (R6), grant by grant and altogether.
 */
export function teamGrantObjections(giver: Giver, organizationId: string, plan: GrantPlan): Objection[] {
  const memberIds = giver.store.access.memberships.team(plan.holder.teamId ?? '')?.memberIds ?? [];
  const persons = memberIds.flatMap((id) => memberObjections(giver, id));
  const terms = termObjections(giver, organizationId, plan);
  const named = new Set(terms.map(({ field }) => field));
  const beyond = beyondByGrant(giver, plan, memberIds).filter(({ field }) => !named.has(field));
  const found = [...persons, ...terms, ...beyond];
  return found.length > 0 ? found : reachObjections(giver, plan, memberIds).slice(0, 1);
}

/** What speaks against single grants whoever has them: past ends, doubles, and roles that the actor lacks there. */
export function termObjections(giver: Giver, organizationId: string, plan: GrantPlan): Objection[] {
  return [
    ...plan.objections,
    ...givenBy(plan).flatMap((each) => [
      ...roleObjections(giver, organizationId, each),
      ...hollowGrantObjections(giver, each),
    ]),
  ];
}

/** The grants of a plan that give a member, each by itself, what the actor does not hold there (R6). */
export function beyondByGrant(
  giver: Giver,
  plan: GrantPlan,
  memberIds: readonly string[],
  also: AccessChange = {},
): Objection[] {
  return givenBy(plan).flatMap((one) =>
    reachObjections(giver, plan, memberIds, { one, also, field: one.field }).slice(0, 1),
  );
}

/** R6 for each member whom a plan, or one grant of it beside those that are there, would reach. */
function reachObjections(
  giver: Giver,
  plan: GrantPlan,
  memberIds: readonly string[],
  { one, also = {}, field = '' }: { one?: PlannedGrant; also?: AccessChange; field?: string } = {},
): Objection[] {
  const { store } = giver;
  const id = holderId(plan.holder);
  const now = store.access.memberships.grantsOf(id);
  const gone = new Set([...plan.removed, ...(one?.before ? [one.before] : [])]);
  const then = one ? [...now.filter((row) => !gone.has(row)), one.row] : plan.grants;
  return memberIds.flatMap((memberId) => {
    const after = factsWith(store, memberId, { ...also, grants: new Map([[id, then]]) });
    return gainObjections(giver, factsWith(store, memberId, also), after, field);
  });
}

/** The role of a grant must be the actor's own on that scope, and everywhere for a tag filter: tags move later. */
function roleObjections(giver: Giver, organizationId: string, { field, row }: PlannedGrant): Objection[] {
  if (row.roleId === null) return [];
  const ofOwner = ownerRoleObjections(giver, row.roleId, field);
  if (ofOwner.length > 0) return ofOwner;
  const { access } = giver.store;
  const node = access.node(row.nodeId ?? organizationId);
  const role = access.memberships.role(row.roleId);
  return node && role ? heldObjections(giver, node, bitsOf(role.permissions), field) : [];
}

function givenBy(plan: GrantPlan): PlannedGrant[] {
  return [...plan.added, ...plan.updated].filter((each) => !isNarrower(each));
}

/** Whether a change takes more than it gives: the same role, and an end that comes no later. */
function isNarrower({ row, before }: { row: GrantRow; before?: GrantRow }): boolean {
  if (before === undefined || row.roleId !== before.roleId || row.endsAt === null) return false;
  return before.endsAt === null || row.endsAt <= before.endsAt;
}
