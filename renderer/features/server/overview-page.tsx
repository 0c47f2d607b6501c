import { NeededPart } from '../../lib/access/needed-part.tsx';
import type { NodeProps } from '../../lib/feature.ts';
import { useFigures } from '../../lib/figures/use-figures.ts';
import { Loaded } from '../../lib/frames/loaded.tsx';
import { NodeTable } from '../../lib/tree/node-table.tsx';
import { sortByName } from '../../lib/tree/sort-by-name.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { Notice } from '../../ui/notice.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { ConnectionPanel } from './connection-panel.tsx';
import { Gauges } from './gauges.tsx';
import { useServer } from './use-server.ts';

const NextStep = () => (
  <Notice tone="info" title="Next: set it up for deployments">
    Shows the script first, installs Docker where it is missing, and leaves alone what already runs.
  </Notice>
);

/** The services that run on a server and what each uses, of those that the reader may look at. */
const ServicesHere = ({ organizationId, nodeId }: Pick<NodeProps, 'organizationId' | 'nodeId'>) => {
  const figures = useFigures(organizationId, nodeId);
  const { data: nodes = [] } = useTree(organizationId);
  const { byId } = indexOf(nodes);
  const here = [...(figures?.keys() ?? [])].flatMap((id) => (id === nodeId ? [] : (byId.get(id) ?? [])));
  return (
    <NodeTable
      label="Services here"
      organizationId={organizationId}
      nodes={sortByName(here)}
      withState
      figures={figures}
    />
  );
};

/** How a server is, at a glance: each part for whoever holds what it needs. */
export const OverviewPage = ({ organizationId, nodeId }: NodeProps) => {
  const query = useServer(nodeId);
  const isReady = query.data?.isReady ?? true;
  return (
    <PageBody>
      {!isReady && <NextStep />}
      <NeededPart title="Load" permission="monitoring.read" nodeId={nodeId}>
        <Gauges key={nodeId} serverId={nodeId} />
      </NeededPart>
      <NeededPart title="Connection" permission="server.read" nodeId={nodeId}>
        <Loaded query={query} doing="Loading the server">
          {(server) => <ConnectionPanel server={server} />}
        </Loaded>
      </NeededPart>
      <ServicesHere organizationId={organizationId} nodeId={nodeId} />
    </PageBody>
  );
};
