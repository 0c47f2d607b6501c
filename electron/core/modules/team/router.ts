import type { Contract } from '#shared/contract/index.ts';
import type { RouterOf, Rpc } from '../../rpc/index.ts';
import { grantsOfTeam } from '../grant/index.ts';
import { changeTeamGrants, changeTeamMembers, createTeam, deleteTeam, updateTeam } from './change.ts';
import { previewTeam, teamDeletion } from './preview.ts';
import { teamOf, teamsOf } from './queries.ts';

export function createTeamRouter({ rpc }: { readonly rpc: Rpc }): RouterOf<Contract['team']> {
  return {
    list: rpc.team.list.handler(({ input, context }) => teamsOf(context, input.organizationId)),
    get: rpc.team.get.handler(({ input, context }) => teamOf(context, input.teamId)),
    create: rpc.team.create.handler(({ input, context }) => createTeam(context, input)),
    update: rpc.team.update.handler(({ input, context }) => updateTeam(context, input)),
    changeMembers: rpc.team.changeMembers.handler(({ input, context }) => changeTeamMembers(context, input)),
    grants: rpc.team.grants.handler(({ input, context }) => grantsOfTeam(context, input.teamId)),
    changeGrants: rpc.team.changeGrants.handler(({ input, context }) => changeTeamGrants(context, input)),
    preview: rpc.team.preview.handler(({ input, context }) => previewTeam(context, input)),
    deletion: rpc.team.deletion.handler(({ input, context }) => teamDeletion(context, input.teamId)),
    delete: rpc.team.delete.handler(({ input, context }) => deleteTeam(context, input.teamId)),
  };
}
