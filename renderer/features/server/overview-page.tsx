import type { NodeProps } from '../../lib/feature.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ConnectionPanel } from './connection-panel.tsx';
import { Gauges } from './gauges.tsx';
import { useServer } from './use-server.ts';

const NextStep = () => (
  <Notice tone="info" title="Next: set it up for deployments">
    Shows the script first, installs Docker where it is missing, and leaves alone what already runs.
  </Notice>
);

/** How a server is, at a glance. */
export const OverviewPage = ({ nodeId }: NodeProps) => {
  const query = useServer(nodeId);
  return (
    <ResourcePage query={query} what="the server">
      {(server) => (
        <>
          {!server.isReady && <NextStep />}
          <Gauges key={nodeId} serverId={nodeId} />
          <ConnectionPanel server={server} />
        </>
      )}
    </ResourcePage>
  );
};
