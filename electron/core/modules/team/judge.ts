import type { GrantChanges } from '#shared/contract/grant.ts';
import type { OperationContext } from '../../rpc/index.ts';
import {
  factsWith,
  type GrantPlan,
  type Objection,
  objections,
  planGrants,
  requireGives,
  requireMayChange,
  teamGrantObjections,
} from '../grant/index.ts';
import { requireRow } from '../node/index.ts';

/** Members to put into a team and to take out, as `changedTeam` answers them. */
export interface TeamChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** Teams of a member once one team is among them, or is not. */
const teamIdsWith = (now: readonly string[], teamId: string, isIn: boolean): string[] => {
  const others = now.filter((id) => id !== teamId);
  return isIn ? [...others, teamId] : others;
};

/** What a member would be once they are in the team, or out of it. */
export const factsInTeam = ({ store }: OperationContext, teamId: string, memberId: string, isIn: boolean) => {
  const now = store.access.memberships.teamsOf(memberId);
  return factsWith(store, memberId, { teamIds: teamIdsWith(now, teamId, isIn) });
};

/** All that speaks against putting members in (who then have the team's grants, R6) and taking others out. */
export const memberObjections = (
  context: OperationContext,
  teamId: string,
  { add, remove }: TeamChange,
): Objection[] => {
  const { store, caller } = context;
  const may = (field: string, id: string): Objection[] =>
    objections(field, () => requireMayChange(store, caller, id, 'team.update'));
  return [
    ...remove.flatMap((id) => may(`remove.${id}`, id)),
    ...add.flatMap((id) => {
      const refused = may(`add.${id}`, id);
      if (refused.length > 0) return refused;
      const then = factsInTeam(context, teamId, id, true);
      return objections(`add.${id}`, () => requireGives(store, caller, factsWith(store, id), then));
    }),
  ];
};

/** A team's grants after a change, and all that speaks against it. */
export const judgeTeamGrants = (
  { store, caller }: OperationContext,
  teamId: string,
  changes: GrantChanges,
): { plan: GrantPlan; objections: Objection[]; organizationId: string } => {
  const { organizationId } = requireRow(store.access.node(teamId), 'team', teamId);
  const plan = planGrants(store, { memberId: null, teamId }, changes);
  return { plan, organizationId, objections: teamGrantObjections(store, caller, organizationId, plan) };
};
