import type { Grant, GrantChanges } from '#shared/contract/grant.ts';
import type { Team } from '#shared/contract/team.ts';
import type { Named } from '#shared/model/facts.ts';
import {
  changedTeam,
  judgeTeamGrants,
  requireNone,
  type TeamChange,
  teamMemberObjections,
  teamObjections,
} from '../../access/giving/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { announceAccess } from '../../seats/index.ts';
import { sql } from '../../store/database.ts';
import { applyGrants, grantsOfTeam, requireChange } from '../grant/index.ts';
import { requireRow } from '../node/index.ts';
import { teamOf } from './queries.ts';
import { changeTeamRows } from './rows.ts';

/** Creates a team without members or grants; CONFLICT on a name that another team has. */
export const createTeam = (
  context: OperationContext,
  input: { organizationId: string; name: string; description?: string | undefined },
): Team => {
  const { organizationId, name, description = '' } = input;
  const id = context.write((tx) => {
    const created = tx.createNode({ kind: 'team', parentId: organizationId, name });
    tx.database.run(sql.insertInto('team').values({ id: created, description, created_at: tx.now }));
    tx.afterCommit((access) => access.setTeam({ id: created, memberIds: [] }));
    tx.audit({ nodeId: created, fact: { type: 'created' } });
    return created;
  });
  return teamOf(context, id);
};

/** Renames or describes a team; fields that are not given stay. */
export const updateTeam = (
  context: OperationContext,
  input: { teamId: string; name?: string | undefined; description?: string | undefined },
): Team => {
  const { teamId, ...fields } = input;
  context.write((tx) => tx.change('team', teamId, fields));
  return teamOf(context, teamId);
};

const namedMembers = ({ store }: OperationContext, memberIds: readonly string[]): Named[] => {
  if (memberIds.length === 0) return [];
  const rows = store.database.all(
    sql
      .selectFrom('member')
      .innerJoin('account', 'account.id', 'member.account_id')
      .select(['member.id', 'account.name'])
      .where('member.id', 'in', [...memberIds])
      .orderBy('account.name'),
  );
  return rows.map(({ id, name }) => ({ id, kind: 'member', name }));
};

/** Puts members into a team and takes others out. Whoever is added gets the team's grants, judged one by one (R6). */
export const changeTeamMembers = (
  context: OperationContext,
  input: TeamChange & { teamId: string },
): Team => {
  const { teamId } = input;
  requireChange({ add: input.add, remove: input.remove });
  context.write((tx) => {
    const change = changedTeam(context.store, teamId, input);
    requireNone(teamMemberObjections(context, teamId, change));
    const was = namedMembers(context, context.store.access.memberships.team(teamId)?.memberIds ?? []);
    changeTeamRows(tx, teamId, change);
    const rows = tx.database.all(
      sql.selectFrom('team_member').select('member_id').where('team_id', '=', teamId),
    );
    const is = namedMembers(
      context,
      rows.map(({ member_id }) => member_id),
    );
    tx.audit({ changes: [{ field: 'members', was, is }] });
  });
  return teamOf(context, teamId);
};

/** Gives, changes and takes grants of a team, all or nothing; each member whom it reaches counts for R6. */
export const changeTeamGrants = (
  context: OperationContext,
  input: GrantChanges & { teamId: string },
): Grant[] => {
  const { teamId } = input;
  requireChange({ add: input.add, update: input.update, remove: input.remove });
  context.write((tx) => {
    const judged = judgeTeamGrants(context, teamId, input);
    requireNone(judged.objections);
    applyGrants(context, tx, judged.organizationId, judged.plan);
    tx.announce({ kind: 'team', nodeId: teamId, verb: 'updated' });
    announceAccess(tx, context.store.access.memberships.team(teamId)?.memberIds ?? []);
  });
  return grantsOfTeam(context, teamId);
};

/** Deletes a team with its grants; refused where somebody would lose access whom the caller may not change. */
export const deleteTeam = (context: OperationContext, teamId: string): Record<never, never> => {
  const { store } = context;
  requireRow(store.access.node(teamId), 'team', teamId);
  context.write((tx) => {
    const memberIds = store.access.memberships.team(teamId)?.memberIds ?? [];
    requireNone(teamObjections(context, teamId, 'team.delete'));
    tx.audit({
      changes: [{ field: 'members', was: namedMembers(context, memberIds), is: [] }],
      fact: { type: 'deleted' },
    });
    announceAccess(tx, memberIds);
    tx.removeNode(teamId);
  });
  return {};
};
