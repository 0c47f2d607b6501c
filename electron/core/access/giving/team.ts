import type { GrantChanges } from '#shared/contract/grant.ts';
import { requireRow } from '../../store/require-row.ts';
import type { Store } from '../../store/store.ts';
import type { MemberFacts } from '../effective.ts';
import { factsWith } from './facts.ts';
import type { Giver } from './giver.ts';
import { teamGrantObjections } from './grants.ts';
import { gainObjections } from './held.ts';
import { mayObjections } from './may.ts';
import type { Objection } from './objection.ts';
import { type GrantPlan, planGrants } from './plan.ts';
import { memberObjections } from './rank.ts';

/** Members to put into a team and to take out, as `changedTeam` answers them. */
export interface TeamChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** A team's members after a change, without doubles; and which of the ids are news. */
export function changedTeam(
  { access }: Store,
  teamId: string,
  change: TeamChange,
): { add: string[]; remove: string[] } {
  const now = new Set(access.memberships.team(teamId)?.memberIds ?? []);
  const leaving = new Set(change.remove);
  return {
    add: [...new Set(change.add)].filter((id) => !now.has(id) && !leaving.has(id)),
    remove: [...leaving].filter((id) => now.has(id)),
  };
}

/** What a member would be once they are in the team, or out of it. */
export function factsInTeam({ store }: Giver, teamId: string, memberId: string, isIn: boolean): MemberFacts {
  const others = store.access.memberships.teamsOf(memberId).filter((id) => id !== teamId);
  return factsWith(store, memberId, { teamIds: isIn ? [...others, teamId] : others });
}

/** All that speaks against putting members in (who then have the team's grants, R6) and taking others out. */
export function teamMemberObjections(giver: Giver, teamId: string, { add, remove }: TeamChange): Objection[] {
  const permission = 'team.update';
  return [
    ...remove.flatMap((id) => memberObjections(giver, id, { permission, field: `remove.${id}` })),
    ...add.flatMap((id) => {
      const field = `add.${id}`;
      const refused = memberObjections(giver, id, { permission, field });
      return refused.length > 0 ? refused : joinObjections(giver, teamId, id, field);
    }),
  ];
}

/** R6 for each team that the member would join; leaving one asks for the same rank. */
export function membershipObjections(
  giver: Giver,
  memberId: string,
  teamIds: readonly string[],
): Objection[] {
  const now = giver.store.access.memberships.teamsOf(memberId);
  const joined = teamIds.filter((id) => !now.includes(id));
  const left = now.filter((id) => !teamIds.includes(id));
  if (joined.length + left.length === 0) return [];
  const { organizationId } = factsWith(giver.store, memberId).member;
  return [
    ...memberObjections(giver, memberId, { permission: 'team.update' }),
    ...mayObjections(giver, 'team.update', organizationId, 'teamIds'),
    ...joined.flatMap((id) => joinObjections(giver, id, memberId, `teamIds.${id}`)),
  ];
}

/** A team's grants after a change, and all that speaks against it. */
export function judgeTeamGrants(
  giver: Giver,
  teamId: string,
  changes: GrantChanges,
): { plan: GrantPlan; objections: Objection[]; organizationId: string } {
  const { organizationId } = requireRow(giver.store.access.node(teamId), 'team', teamId);
  const plan = planGrants(giver.store, { memberId: null, teamId }, changes);
  return { plan, organizationId, objections: teamGrantObjections(giver, organizationId, plan) };
}

/** A team that reaches somebody whom the actor may not change is not theirs to change or delete. */
export function teamObjections(
  giver: Giver,
  teamId: string,
  permission: 'team.update' | 'team.delete',
): Objection[] {
  const memberIds = giver.store.access.memberships.team(teamId)?.memberIds ?? [];
  return memberIds.flatMap((id) => memberObjections(giver, id, { permission }));
}

function joinObjections(giver: Giver, teamId: string, memberId: string, field: string): Objection[] {
  const now = factsWith(giver.store, memberId);
  return gainObjections(giver, now, factsInTeam(giver, teamId, memberId, true), field);
}
