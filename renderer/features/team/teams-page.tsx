import { useQuery } from '@tanstack/react-query';
import { Plus, UsersRound } from 'lucide-react';
import type { Team } from '#shared/contract/team.ts';
import { ResourceList } from '../../lib/frames/resource-list.tsx';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { teamPath, useGo } from '../../lib/navigation.ts';
import { useAddressDialog } from '../../lib/pages/use-address-dialog.ts';
import { NameDialog } from '../../lib/tree/name-dialog.tsx';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { TableColumn } from '../../ui/table.tsx';

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
      of={`team:${organizationId}`}
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
  const { reason } = usePermission('team.create', organizationId);
  const creation = useAddressDialog('new-team');
  const query = useQuery(orpc.team.list.queryOptions({ input: { organizationId } }));
  const create = (
    <Button variant="primary" icon={Plus} disabledReason={reason} onClick={creation.open}>
      New team
    </Button>
  );
  return (
    <ResourceList
      query={query}
      label="Teams"
      rowKey={({ id }) => id}
      columns={columns}
      actions={create}
      onOpen={({ id }) => go(teamPath(organizationId, id))}
      empty={
        <EmptyState icon={UsersRound} title="No teams yet" action={create}>
          A team bundles grants: give it an environment, and everybody you put into it has it. Whoever leaves
          the team loses what came by it, and nothing else.
        </EmptyState>
      }
    >
      {creation.isOpen && <NewTeam organizationId={organizationId} onClose={creation.close} />}
    </ResourceList>
  );
};
