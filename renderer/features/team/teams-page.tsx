import { useQuery } from '@tanstack/react-query';
import { Plus, UsersRound } from 'lucide-react';
import { useState } from 'react';
import type { Team } from '#shared/contract/team.ts';
import { AskForAccess } from '../../lib/access/ask-for-access.tsx';
import { NameDialog } from '../../lib/name-dialog.tsx';
import { teamPath, useGo } from '../../lib/navigation.ts';
import { orpc, rpc } from '../../lib/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';

const columns: readonly TableColumn<Team>[] = [
  { id: 'name', header: 'Team', cell: ({ name }) => <span className="font-medium">{name}</span> },
  {
    id: 'description',
    header: 'For',
    width: 'minmax(0, 2fr)',
    cell: ({ description }) => <span className="text-secondary">{description}</span>,
  },
  { id: 'members', header: 'Members', width: '6rem', align: 'right', cell: ({ members }) => members.length },
  { id: 'grants', header: 'Grants', width: '6rem', align: 'right', cell: ({ grantCount }) => grantCount },
];

const NewTeam = ({ organizationId, onClose }: { organizationId: string; onClose: () => void }) => {
  const go = useGo();
  return (
    <NameDialog
      title="New team"
      description="Grants of a team reach everybody in it. Give them once, and put people in and out."
      submitLabel="Create team"
      placeholder="On call"
      submit={({ name, description }) => rpc.team.create({ organizationId, name, description })}
      onDone={({ id }) => go(teamPath(organizationId, id))}
      onClose={onClose}
    />
  );
};

/** The teams of an organization. */
export const TeamsPage = ({ organizationId }: { readonly organizationId: string }) => {
  const go = useGo();
  const { allowed } = usePermission('team.read', organizationId);
  const { reason } = usePermission('team.create', organizationId);
  const [isCreating, setCreating] = useState(false);
  const { data, error, refetch } = useQuery(
    orpc.team.list.queryOptions({ input: { organizationId }, enabled: allowed }),
  );
  if (!allowed)
    return (
      <AskForAccess
        icon={UsersRound}
        what="The list of teams"
        permission="team.read"
        nodeId={organizationId}
      />
    );
  const create = (
    <Button variant="primary" icon={Plus} disabledReason={reason} onClick={() => setCreating(true)}>
      New team
    </Button>
  );
  return (
    <div className="flex h-full min-h-0 flex-col gap-3 p-4">
      {data && data.length > 0 && <div className="flex justify-end">{create}</div>}
      <InlineError error={error} onRetry={() => void refetch()} />
      {!data && !error && <Spinner label="Loading the teams" />}
      {data?.length === 0 && (
        <EmptyState icon={UsersRound} title="No teams yet" action={create}>
          A team bundles grants: give it an environment, and everybody you put into it has it. Whoever leaves
          the team loses what came by it, and nothing else.
        </EmptyState>
      )}
      {data && data.length > 0 && (
        <div className="min-h-0 overflow-hidden rounded-lg border border-line">
          <Table
            label="Teams"
            rows={data}
            rowKey={({ id }) => id}
            columns={columns}
            onOpen={({ id }) => go(teamPath(organizationId, id))}
          />
        </div>
      )}
      {isCreating && <NewTeam organizationId={organizationId} onClose={() => setCreating(false)} />}
    </div>
  );
};
