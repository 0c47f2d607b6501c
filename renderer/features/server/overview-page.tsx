import { NeededPart } from '../../lib/access/needed-part.tsx';
import type { NodeProps } from '../../lib/feature.ts';
import { Loaded } from '../../lib/frames/loaded.tsx';
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

/** How a server is, at a glance: each part for whoever holds what it needs. */
export const OverviewPage = ({ nodeId }: NodeProps) => {
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
    </PageBody>
  );
};
