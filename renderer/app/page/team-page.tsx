import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { UsersRound } from 'lucide-react';
import type { Grant } from '#shared/contract/grant.ts';
import type { Team } from '#shared/contract/team.ts';
import { TeamAccess } from '../../features/team/team-access.tsx';
import { useTeamActions } from '../../features/team/use-team-actions.tsx';
import { organizationPath } from '../../lib/navigation.ts';
import { orpc } from '../../lib/rpc.ts';
import { SubjectLoading, SubjectPage } from './subject-page.tsx';

const ShownTeam = ({ team, grants }: { readonly team: Team; readonly grants: readonly Grant[] }) => {
  const { menu, dialog } = useTeamActions(team);
  return (
    <SubjectPage
      icon={UsersRound}
      title={team.name}
      list={{ label: 'Teams', path: organizationPath(team.organizationId, 'teams') }}
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
  if (team.data && grants.data) return <ShownTeam key={teamId} team={team.data} grants={grants.data} />;
  const retry = (): void => {
    void team.refetch();
    void grants.refetch();
  };
  return <SubjectLoading what="the team" error={team.error ?? grants.error} onRetry={retry} />;
};
