import type { AccessPreview, GrantChanges } from '#shared/contract/grant.ts';
import type { GrantRow } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { factsWith, type Objection, objections, previewOf, requireMayChange } from '../grant/index.ts';
import { judgeTeamGrants, memberObjections, type TeamChange } from './judge.ts';
import { changedTeam } from './rows.ts';

const under = (field: string, found: readonly Objection[]): Objection[] =>
  found.map((each) => ({ ...each, field: each.field === '' ? field : `${field}.${each.field}` }));

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
    ...under('members', memberObjections(context, teamId, change)),
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
      const teamIds = store.access.memberships.teamsOf(id).filter((each) => each !== teamId);
      const sides = { before: factsWith(store, id), after: factsWith(store, id, { teamIds }) };
      const found = objections('', () => requireMayChange(store, context.caller, id, 'team.delete'));
      return previewOf(context, id, sides, { name: nameOf(context, id), objections: found });
    });
};
