import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Rocket } from 'lucide-react';
import type { EnvironmentDeployment } from '#shared/contract/environment-deployment.ts';
import type { NodeProps } from '../../../lib/feature.ts';
import { age, formatInstant } from '../../../lib/format.ts';
import { Loaded } from '../../../lib/frames/loaded.tsx';
import { ResourcePage } from '../../../lib/frames/resource-page.tsx';
import { HelpLink } from '../../../lib/help-link.tsx';
import { orpc } from '../../../lib/host/rpc.ts';
import { useSearchParam } from '../../../lib/navigation.ts';
import { useAddressDialog } from '../../../lib/pages/use-address-dialog.ts';
import { useNow } from '../../../lib/use-now.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { StateDot } from '../../../ui/state-dot.tsx';
import { Table, type TableColumn } from '../../../ui/table.tsx';
import { OrderDetail } from './order-detail.tsx';
import { OrderDialog } from './order-dialog.tsx';
import { whatItDoes, wholeShown } from './order-words.ts';

type Cursor = string | undefined;

/** The deployments of an environment as a whole, the chosen one with its services, live. */
export function OrderPage({ nodeId: environmentId, node, organizationId }: NodeProps) {
  const dialog = useAddressDialog('deploy');
  const [chosenId, choose] = useSearchParam('whole');
  const { reason } = usePermission('deployment.create', environmentId);
  const query = useInfiniteQuery(
    orpc.environmentDeployment.list.infiniteOptions({
      input: (cursor: Cursor) => ({ environmentId, limit: 50, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined as Cursor,
      getNextPageParam: ({ next }): Cursor => next,
    }),
  );
  const now = useNow(1_000);
  const deploy = (
    <Button variant="primary" icon={Rocket} disabledReason={reason} onClick={dialog.open}>
      Deploy its services…
    </Button>
  );
  const more = () => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  };
  return (
    <ResourcePage query={query} what="the deployments of the environment" layout="wide">
      {({ pages }) => {
        const rows = pages.flatMap(({ items }) => items);
        const chosen = chosenId ? rows.find(({ id }) => id === chosenId) : rows[0];
        return (
          <>
            {rows.length === 0 ? (
              <EmptyState icon={Rocket} title="Not deployed as a whole yet" action={deploy}>
                All services at once, each when those that it starts after are healthy; rolled back as one.{' '}
                <HelpLink chapter="deploy-in-order">Deploy services in order</HelpLink>
              </EmptyState>
            ) : (
              <Panel title="Deployments as a whole" isFlush actions={deploy}>
                <Table
                  label="Deployments as a whole"
                  rows={rows}
                  rowKey={({ id }) => id}
                  columns={columnsAt(now)}
                  selectedKey={chosen?.id}
                  onOpen={({ id }) => choose(id)}
                  onReachEnd={more}
                />
              </Panel>
            )}
            {chosen ? (
              <OrderDetail
                key={chosen.id}
                organizationId={organizationId}
                whole={chosen}
                onStarted={choose}
              />
            ) : (
              chosenId && (
                <OlderOrder
                  key={chosenId}
                  environmentId={environmentId}
                  organizationId={organizationId}
                  id={chosenId}
                  onStarted={choose}
                />
              )
            )}
            {dialog.isOpen && (
              <OrderDialog
                environmentId={environmentId}
                name={node.name}
                onClose={dialog.close}
                onStarted={(id) => {
                  dialog.close();
                  choose(id);
                }}
              />
            )}
          </>
        );
      }}
    </ResourcePage>
  );
}

interface OlderOrderProps {
  readonly organizationId: string;
  readonly environmentId: string;
  readonly id: string;
  readonly onStarted: (id: string) => void;
}

/** One that an address names and the rows do not hold: an older one, or one that began just now. */
function OlderOrder({ organizationId, environmentId, id, onStarted }: OlderOrderProps) {
  const query = useQuery(
    orpc.environmentDeployment.get.queryOptions({ input: { environmentDeploymentId: id } }),
  );
  return (
    <Loaded query={query} doing="Loading the deployment">
      {(whole) =>
        whole.environmentId === environmentId ? (
          <OrderDetail organizationId={organizationId} whole={whole} onStarted={onStarted} />
        ) : (
          <p className="text-secondary">The deployment of this address is another environment’s.</p>
        )
      }
    </Loaded>
  );
}

const columnsAt = (now: number): TableColumn<EnvironmentDeployment>[] => [
  { id: 'number', header: 'No.', width: '4rem', cell: ({ number }) => `#${number}` },
  {
    id: 'state',
    header: 'State',
    width: '12rem',
    cell: ({ state }) => (
      <span className="flex items-center gap-2">
        <StateDot state={wholeShown(state).dot} isDecoration />
        {wholeShown(state).label}
      </span>
    ),
  },
  { id: 'what', header: 'What', cell: whatItDoes },
  { id: 'who', header: 'By', cell: ({ startedBy }) => startedBy },
  {
    id: 'when',
    header: 'When',
    width: '8rem',
    cell: ({ queuedAt }) => <span title={formatInstant(queuedAt)}>{age(queuedAt, now)}</span>,
  },
];
