import type { AccessPreview, GrantChanges } from '#shared/contract/grant.ts';
import {
  changedTeam,
  factsInTeam,
  factsWith,
  judgeTeamGrants,
  memberObjections,
  previewOf,
  type TeamChange,
  teamMemberObjections,
  under,
} from '../../access/giving/index.ts';
import type { GrantRow } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';

const nameOf = ({ store }: OperationContext, memberId: string): string =>
  store.database.first(
    sql
      .selectFrom('member')
      .innerJoin('account', 'account.id', 'member.account_id')
      .select('account.name')
      .where('member.id', '=', memberId),
  )?.name ?? '';

/** What changing a team's grants and members would do to everybody it reaches or would reach. */
export const previewTeam = (
  context: OperationContext,
  input: { teamId: string; grants?: GrantChanges | undefined; members?: TeamChange | undefined },
): AccessPreview[] => {
  const { store } = context;
  const { teamId } = input;
  const change = changedTeam(store, teamId, input.members ?? { add: [], remove: [] });
  const judged = input.grants && judgeTeamGrants(context, teamId, input.grants);
  const found = [
    ...under('grants', judged?.objections ?? []),
    ...under('members', teamMemberObjections(context, teamId, change)),
  ];
  const grants = new Map<string, readonly GrantRow[]>(judged ? [[teamId, judged.plan.grants]] : []);
  const now = store.access.memberships.team(teamId)?.memberIds ?? [];
  return [...new Set([...now, ...change.add])]
    .filter((id) => store.access.canRead(context.caller.subject, id))
    .map((id) => {
      const others = store.access.memberships.teamsOf(id).filter((each) => each !== teamId);
      const teamIds = change.remove.includes(id) ? others : [...others, teamId];
      const sides = { before: factsWith(store, id), after: factsWith(store, id, { teamIds, grants }) };
      return previewOf(context, id, sides, { name: nameOf(context, id), objections: found });
    });
};

/** Who loses what with a team. */
export const teamDeletion = (context: OperationContext, teamId: string): AccessPreview[] => {
  const { store } = context;
  return (store.access.memberships.team(teamId)?.memberIds ?? [])
    .filter((id) => store.access.canRead(context.caller.subject, id))
    .map((id) => {
      const sides = { before: factsWith(store, id), after: factsInTeam(context, teamId, id, false) };
      const found = memberObjections(context, id, { permission: 'team.delete' });
      return previewOf(context, id, sides, { name: nameOf(context, id), objections: found });
    });
};
