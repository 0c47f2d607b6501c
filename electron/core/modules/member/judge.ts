import type { BulkChange } from '#shared/contract/member.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { OperationContext } from '../../rpc/index.ts';
import {
  factsWith,
  type Objection,
  objections,
  requireAbove,
  requireGives,
  requireHoldsEverywhere,
  requireMayChange,
} from '../grant/index.ts';
import { factsInTeam } from '../team/index.ts';

const mayChange = (
  { core, caller }: OperationContext,
  memberId: string,
  permission?: Permission,
): Objection[] => objections('', () => requireMayChange(core.store, caller, memberId, permission));

/** R2, R4 and R6 for another role; role-less grants mean something else with it, and count. */
export const roleObjections = (context: OperationContext, memberId: string, roleId: string): Objection[] => {
  const { store } = context.core;
  const facts = factsWith(store, memberId);
  if (roleId === facts.role.id) return mayChange(context, memberId);
  const ranks = [
    ...mayChange(context, memberId),
    ...objections('roleId', () => requireAbove(store, context.caller, facts.member.organizationId, roleId)),
  ];
  if (ranks.length > 0) return ranks;
  return objections('roleId', () =>
    requireGives(store, context.caller, facts, factsWith(store, memberId, { roleId })),
  );
};

/** R6 for each single permission that is new to the member, even where the role holds it already. */
export const extraObjections = (
  context: OperationContext,
  memberId: string,
  extras: readonly Permission[],
): Objection[] => {
  const { store } = context.core;
  const { member } = factsWith(store, memberId);
  const added = extras.filter((permission) => !member.extras.includes(permission));
  return [
    ...mayChange(context, memberId),
    ...added.flatMap((permission) =>
      objections(`extras.${permission}`, () =>
        requireHoldsEverywhere(store, context.caller, member.organizationId, [permission]),
      ),
    ),
  ];
};

/** R6 for each team that the member would join; leaving one asks for the same rank. */
export const teamObjections = (
  context: OperationContext,
  memberId: string,
  teamIds: readonly string[],
): Objection[] => {
  const { store } = context.core;
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

/** Refuses whoever lacks a permission that one operation asks for only sometimes. */
export const requireMay = (
  { core, caller }: OperationContext,
  permission: Permission,
  organizationId: string,
): void => {
  if (core.store.access.can(caller.subject, permission, organizationId)) return;
  const wouldGrant = 'Ask an Owner for a role that holds it.';
  throw new AppError('FORBIDDEN', { permission, nodeId: organizationId, wouldGrant });
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

/** All that speaks against one change of one member. */
export const changeObjections = (
  context: OperationContext,
  memberId: string,
  change: BulkChange,
): Objection[] => {
  const { memberships } = context.core.store.access;
  const { member } = factsWith(context.core.store, memberId);
  if (change.type === 'role') return roleObjections(context, memberId, change.roleId);
  if (change.type === 'extras') return extraObjections(context, memberId, changed(member.extras, change));
  if (change.type === 'teams') {
    return teamObjections(context, memberId, teamsAfter(memberships.teamsOf(memberId), change));
  }
  if (change.type !== 'remove') return mayChange(context, memberId);
  return [
    ...objections('', () => requireMay(context, 'member.delete', member.organizationId)),
    ...mayChange(context, memberId, 'member.delete'),
  ];
};
