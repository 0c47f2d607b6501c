import { useInfiniteQuery } from '@tanstack/react-query';
import { History as HistoryIcon, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { Deployment } from '#shared/contract/deployment.ts';
import type { NodeProps } from '../../../lib/feature.ts';
import { ResourcePage } from '../../../lib/frames/resource-page.tsx';
import { orpc } from '../../../lib/host/rpc.ts';
import { useNow } from '../../../lib/use-now.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Badge } from '../../../ui/badge.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import type { Reason } from '../../../ui/reason.ts';
import { Table, type TableColumn } from '../../../ui/table.tsx';
import { useService } from '../use-service.ts';
import { stateColumn, whatAndWhen } from './deployment-columns.tsx';
import { canReturnTo } from './deployment-words.ts';
import { PlanDialog } from './plan-dialog.tsx';

interface ColumnOptions {
  readonly now: number;
  readonly currentId: string | null | undefined;
  readonly rollbackReason: Reason | undefined;
  readonly onRollback: (deployment: Deployment) => void;
}

const RollbackButton = ({
  deployment,
  currentId,
  rollbackReason,
  onRollback,
}: Omit<ColumnOptions, 'now'> & { readonly deployment: Deployment }) => {
  if (deployment.id === currentId || !canReturnTo(deployment)) return null;
  return (
    <IconButton
      label={`Roll back to #${deployment.number}`}
      icon={Undo2}
      size="sm"
      disabledReason={rollbackReason}
      onClick={(event) => {
        event.stopPropagation();
        onRollback(deployment);
      }}
    />
  );
};

const columnsFor = ({ now, ...options }: ColumnOptions): TableColumn<Deployment>[] => [
  {
    id: 'number',
    header: '#',
    width: '3rem',
    cell: ({ number }) => <span className="tabular-nums">{number}</span>,
  },
  stateColumn(({ id }) => id === options.currentId && <Badge tone="running">runs now</Badge>),
  ...whatAndWhen(now),
  {
    id: 'rollback',
    header: 'Roll back',
    hidesHeader: true,
    width: '2rem',
    cell: (deployment) => <RollbackButton deployment={deployment} {...options} />,
  },
];

const useHistory = (serviceId: string) =>
  useInfiniteQuery(
    orpc.deployment.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ serviceId, limit: 100, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.next,
    }),
  );

/** Every deployment of a service, newest first. */
export const History = ({
  organizationId,
  nodeId,
  node,
  onOpen,
}: NodeProps & { readonly onOpen: (deploymentId: string) => void }) => {
  const now = useNow(1_000);
  const history = useHistory(nodeId);
  const { data: service } = useService(nodeId);
  const { reason } = usePermission('deployment.rollback');
  const [rollback, setRollback] = useState<Deployment>();
  const rows = history.data?.pages.flatMap((page) => page.items) ?? [];
  const more = () => {
    if (history.hasNextPage && !history.isFetchingNextPage) void history.fetchNextPage();
  };
  return (
    <div className="flex h-full flex-col">
      <ResourcePage query={history} what="the history" layout="edges">
        {() => (
          <Table
            label="Deployments"
            rows={rows}
            rowKey={({ id }) => id}
            columns={columnsFor({
              now,
              currentId: service?.currentDeploymentId,
              rollbackReason: reason,
              onRollback: setRollback,
            })}
            height="fill"
            onOpen={({ id }) => onOpen(id)}
            onReachEnd={more}
            empty={
              <EmptyState icon={HistoryIcon} title="Nothing was deployed yet">
                Each deployment is kept here with what exactly it ran, so that you can go back to any of them.
              </EmptyState>
            }
          />
        )}
      </ResourcePage>
      {rollback && (
        <PlanDialog
          organizationId={organizationId}
          serviceId={nodeId}
          serviceName={node.name}
          rollback={rollback}
          onClose={() => setRollback(undefined)}
        />
      )}
    </div>
  );
};
