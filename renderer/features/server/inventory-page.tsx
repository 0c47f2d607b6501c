import { useQuery } from '@tanstack/react-query';
import { Boxes, RefreshCw, ScrollText, SquareTerminal } from 'lucide-react';
import type { InventoryItem } from '#shared/contract/server.ts';
import { AppLink } from '../../lib/app-link.tsx';
import { errorData } from '../../lib/errors.ts';
import type { NodeProps } from '../../lib/feature.ts';
import { shortImage } from '../../lib/format.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { nodePath, useSearchParam } from '../../lib/navigation.ts';
import { useNode } from '../../lib/tree/use-tree.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { Reason } from '../../ui/reason.ts';
import { StateDot } from '../../ui/state-dot.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { ContainerView } from './container-view.tsx';
import { GoToSetup } from './go-to-setup.tsx';
import { inOrder, inventoryKinds, inventoryState } from './inventory-words.ts';

const Owner = ({ organizationId, serviceId }: { organizationId: string; serviceId: string | null }) => {
  const service = useNode(serviceId);
  if (!service) return null;
  return (
    <AppLink to={nodePath(organizationId, 'service', service.id)} className="text-accent hover:underline">
      {service.name}
    </AppLink>
  );
};

interface ActionsProps {
  readonly item: InventoryItem;
  readonly canManage: Reason | undefined;
  readonly onShow: (view: string) => void;
}

const Actions = ({ item, canManage, onShow }: ActionsProps) => {
  if (item.kind !== 'container') return null;
  const notRunning = item.state === 'running' ? undefined : 'The container does not run.';
  return (
    <span className="flex justify-end">
      <IconButton
        label={`Logs of ${item.name}`}
        icon={ScrollText}
        size="sm"
        onClick={() => onShow(`logs:${item.id}`)}
      />
      <IconButton
        label={`Terminal in ${item.name}`}
        icon={SquareTerminal}
        size="sm"
        disabledReason={canManage ?? notRunning}
        onClick={() => onShow(`terminal:${item.id}`)}
      />
    </span>
  );
};

const columnsFor = (
  organizationId: string,
  canManage: Reason | undefined,
  onShow: (view: string) => void,
): TableColumn<InventoryItem>[] => [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(0, 3fr)',
    cell: ({ name, state }) => (
      <span className="flex items-center gap-2">
        <StateDot state={inventoryState(state)} isDecoration />
        <span className="truncate font-mono text-sm" title={name}>
          {name}
        </span>
      </span>
    ),
  },
  { id: 'kind', header: 'Kind', width: '7rem', cell: ({ kind }) => inventoryKinds[kind] },
  {
    id: 'image',
    header: 'Image',
    width: 'minmax(0, 2fr)',
    cell: ({ image }) => (
      <span className="font-mono text-secondary text-sm" title={image}>
        {shortImage(image)}
      </span>
    ),
  },
  { id: 'status', header: 'Status', width: '10rem', cell: ({ status, state }) => status || state },
  {
    id: 'ports',
    header: 'Ports',
    width: '6rem',
    cell: ({ ports }) => <span className="font-mono text-secondary text-sm">{ports.join(', ')}</span>,
  },
  {
    id: 'service',
    header: 'Service',
    width: '7rem',
    cell: ({ serviceId }) => <Owner organizationId={organizationId} serviceId={serviceId} />,
  },
  {
    id: 'actions',
    header: 'Logs and terminal',
    hidesHeader: true,
    width: '3.5rem',
    align: 'right',
    cell: (item) => <Actions item={item} canManage={canManage} onShow={onShow} />,
  },
];

/** Everything that runs on a server, whoever started it. */
export const InventoryPage = ({ organizationId, nodeId }: NodeProps) => {
  const [view, setView] = useSearchParam('view');
  const { reason } = usePermission('docker.manage');
  const query = useQuery(orpc.server.inventory.queryOptions({ input: { serverId: nodeId } }));
  const { data, error, isFetching, refetch } = query;
  const [kind, containerId] = view?.split(':') ?? [];
  if (containerId && (kind === 'logs' || kind === 'terminal'))
    return (
      <ContainerView
        serverId={nodeId}
        containerId={containerId}
        kind={kind}
        name={data?.find(({ id }) => id === containerId)?.name ?? containerId.slice(0, 12)}
        onBack={() => setView(undefined)}
      />
    );
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-10 items-center gap-2 border-line border-b px-4">
        <p className="min-w-0 flex-1 truncate text-secondary">
          {data?.length
            ? `${data.length} ${data.length === 1 ? 'thing runs or ran' : 'things run or ran'} here. Quayside touches only what it made itself.`
            : ''}
        </p>
        <Button size="sm" icon={RefreshCw} isBusy={isFetching} onClick={() => void refetch()}>
          Look again
        </Button>
      </div>
      <div className="min-h-0 flex-1">
        {errorData(error, 'REMOTE_FAILED')?.curedBy === 'setup' && (
          <div className="px-4 pt-4">
            <GoToSetup organizationId={organizationId} nodeId={nodeId} />
          </div>
        )}
        <ResourcePage query={query} doing="Looking at what runs" layout="edges">
          {(items) => (
            <Table
              label="What runs on this server"
              rows={inOrder(items)}
              rowKey={({ kind: itemKind, id }) => `${itemKind} ${id}`}
              columns={columnsFor(organizationId, reason, setView)}
              height="fill"
              empty={
                <EmptyState icon={Boxes} title="Nothing runs here yet">
                  Containers, compose projects and Swarm services appear here as soon as they exist, whoever
                  started them.
                </EmptyState>
              }
            />
          )}
        </ResourcePage>
      </div>
    </div>
  );
};
