import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { UsersRound } from 'lucide-react';
import type { Grant } from '#shared/contract/grant.ts';
import type { Team } from '#shared/contract/team.ts';
import { TeamAccess } from '../../features/team/team-access.tsx';
import { useTeamActions } from '../../features/team/use-team-actions.tsx';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { SubjectPage } from './subject-page.tsx';

const ShownTeam = ({ team, grants }: { readonly team: Team; readonly grants: readonly Grant[] }) => {
  const { menu, dialog } = useTeamActions(team);
  return (
    <SubjectPage
      icon={UsersRound}
      title={team.name}
      listId="teams"
      organizationId={team.organizationId}
      extra={<span className="truncate text-muted">{team.description}</span>}
      menu={menu}
    >
      <TeamAccess key={team.id} team={team} grants={grants} />
      {dialog}
    </SubjectPage>
  );
};

/** The page of a team. */
export const TeamPage = () => {
  const { teamId = '' } = useParams({ strict: false }) as { teamId?: string };
  const team = useQuery(orpc.team.get.queryOptions({ input: { teamId } }));
  const grants = useQuery(orpc.team.grants.queryOptions({ input: { teamId } }));
  return (
    <ResourcePage query={team} what="the team" layout="edges">
      {(shown) => (
        <ResourcePage query={grants} what="the grants of the team" layout="edges">
          {(given) => <ShownTeam key={teamId} team={shown} grants={given} />}
        </ResourcePage>
      )}
    </ResourcePage>
  );
};
