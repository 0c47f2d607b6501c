import { type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import type { PlacedDeployment } from '#shared/contract/deployment.ts';
import type { NodeProps } from '../../../lib/feature.ts';
import { ResourcePage } from '../../../lib/frames/resource-page.tsx';
import { orpc } from '../../../lib/host/rpc.ts';
import { nodePath, useGo } from '../../../lib/navigation.ts';
import { useNow } from '../../../lib/use-now.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Table, type TableColumn } from '../../../ui/table.tsx';
import { stateColumn, whatAndWhen } from './deployment-columns.tsx';

type Cursor = string | undefined;

const paging = {
  initialPageParam: undefined as Cursor,
  getNextPageParam: (page: { readonly next?: string | undefined }): Cursor => page.next,
};

const pageAt = (cursor: Cursor) => ({ limit: 100, ...(cursor ? { cursor } : {}) });

/** The deployments of all services of a project. */
export function ProjectDeploymentsPage(props: NodeProps) {
  const { nodeId: projectId } = props;
  const query = useInfiniteQuery(
    orpc.deployment.inProject.infiniteOptions({
      input: (cursor: Cursor) => ({ projectId, ...pageAt(cursor) }),
      ...paging,
    }),
  );
  const place: TableColumn<PlacedDeployment> = {
    id: 'environment',
    header: 'Environment',
    cell: ({ environmentName }) => environmentName,
  };
  return <PlacedDeployments {...props} query={query} place={[place]} />;
}

/** The deployments of all services of an environment. */
export function EnvironmentDeploymentsPage(props: NodeProps) {
  const { nodeId: environmentId } = props;
  const query = useInfiniteQuery(
    orpc.deployment.inEnvironment.infiniteOptions({
      input: (cursor: Cursor) => ({ environmentId, ...pageAt(cursor) }),
      ...paging,
    }),
  );
  return <PlacedDeployments {...props} query={query} place={[]} />;
}

interface PlacedDeploymentsProps extends NodeProps {
  readonly query: UseInfiniteQueryResult<{ readonly pages: { readonly items: PlacedDeployment[] }[] }>;
  /** Where a service is, as far as the page does not say it. */
  readonly place: readonly TableColumn<PlacedDeployment>[];
}

function PlacedDeployments({ organizationId, query, place }: PlacedDeploymentsProps) {
  const now = useNow(1_000);
  const go = useGo();
  const more = () => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  };
  const columns: TableColumn<PlacedDeployment>[] = [
    stateColumn(),
    { id: 'service', header: 'Service', cell: ({ serviceName, number }) => `${serviceName} #${number}` },
    ...place,
    ...whatAndWhen<PlacedDeployment>(now),
  ];
  return (
    <ResourcePage query={query} what="the deployments" layout="edges">
      {({ pages }) => (
        <Table
          label="Deployments"
          rows={pages.flatMap(({ items }) => items)}
          rowKey={({ id }) => id}
          columns={columns}
          height="fill"
          onOpen={({ id, serviceId }) =>
            go(`${nodePath(organizationId, 'service', serviceId, 'deployments')}?deployment=${id}`)
          }
          onReachEnd={more}
          empty={
            <EmptyState icon={History} title="Nothing was deployed yet">
              Each deployment of each service stands here, newest first, with what exactly it ran.
            </EmptyState>
          }
        />
      )}
    </ResourcePage>
  );
}
