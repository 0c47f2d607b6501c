import { useQuery } from '@tanstack/react-query';
import type { NodeAccess } from '#shared/contract/access.ts';
import type { NodeProps } from '../../lib/feature.ts';
import { ResourceList } from '../../lib/frames/resource-list.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { memberPath, useGo } from '../../lib/navigation.ts';
import type { TableColumn } from '../../ui/table.tsx';

const columns: readonly TableColumn<NodeAccess>[] = [
  {
    id: 'member',
    header: 'Member',
    width: 'minmax(0, 1fr)',
    cell: ({ memberName }) => <span className="font-medium">{memberName}</span>,
  },
  { id: 'role', header: 'Role', width: '8rem', cell: ({ role }) => role },
  {
    id: 'by',
    header: 'By what',
    width: 'minmax(0, 3fr)',
    cell: ({ by }) => by.map(({ text }) => text).join(' '),
  },
  {
    id: 'permissions',
    header: 'Permissions',
    width: '6rem',
    align: 'right',
    cell: ({ permissions }) => permissions.length,
  },
];

/** Who has access to a node, and by what; a row leads to where it is given. */
export function NodeAccessPage({ organizationId, nodeId }: NodeProps) {
  const go = useGo();
  const query = useQuery(orpc.access.onNode.queryOptions({ input: { organizationId, nodeId } }));
  return (
    <ResourceList
      query={query}
      label="Who has access"
      rowKey={({ memberId }) => memberId}
      columns={columns}
      onOpen={({ memberId }) => go(memberPath(organizationId, memberId))}
      above={
        <p className="text-secondary">
          Access is given to members and teams: open one to change it. A role holds everywhere, a grant here
          or above.
        </p>
      }
    />
  );
}
