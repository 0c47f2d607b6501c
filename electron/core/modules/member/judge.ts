import type { Permission } from '#shared/model/permissions.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { factsWith, type Objection, objections, requireGives, requireMayChange } from '../grant/index.ts';
import { requireMay } from '../node/index.ts';
import { factsInTeam } from '../team/index.ts';

/** R2, R3, R10: whether the caller may change anything about the member. */
export const mayChange = (
  { store, caller }: OperationContext,
  memberId: string,
  permission?: Permission,
): Objection[] => objections('', () => requireMayChange(store, caller, memberId, permission));

/** R6 for each team that the member would join; leaving one asks for the same rank. */
export const teamObjections = (
  context: OperationContext,
  memberId: string,
  teamIds: readonly string[],
): Objection[] => {
  const { store } = context;
  const now = store.access.memberships.teamsOf(memberId);
  const joined = teamIds.filter((id) => !now.includes(id));
  const left = now.filter((id) => !teamIds.includes(id));
  if (joined.length + left.length === 0) return [];
  const facts = factsWith(store, memberId);
  const { organizationId } = facts.member;
  return [
    ...mayChange(context, memberId, 'team.update'),
    ...objections('teamIds', () => requireMay(context, 'team.update', organizationId)),
    ...joined.flatMap((id) =>
      objections(`teamIds.${id}`, () =>
        requireGives(store, context.caller, facts, factsInTeam(context, id, memberId, true)),
      ),
    ),
  ];
};

/** A list after a bulk change of it, without doubles, such as the extra permissions of a member. */
export const changed = <T>(
  now: readonly T[],
  { add, remove }: { add: readonly T[]; remove: readonly T[] },
): T[] => [...new Set([...now, ...add])].filter((each) => !remove.includes(each));

/** The same for the teams of a member. */
export const teamsAfter = (
  now: readonly string[],
  { join, leave }: { join: readonly string[]; leave: readonly string[] },
): string[] => changed(now, { add: join, remove: leave });
