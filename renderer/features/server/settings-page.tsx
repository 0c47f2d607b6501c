import { Trash2 } from 'lucide-react';
import { NeededPart } from '../../lib/access/needed-part.tsx';
import type { NodeProps } from '../../lib/feature.ts';
import { Loaded } from '../../lib/frames/loaded.tsx';
import { openDialog } from '../../lib/open-dialog.ts';
import { NodeTags } from '../../lib/tags/node-tags.tsx';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SettingsForm } from './settings-form.tsx';
import { TrustPanel } from './trust-panel.tsx';
import { useServer } from './use-server.ts';

/** What can be changed about a server. */
export const SettingsPage = ({ nodeId, node, organizationId }: NodeProps) => {
  const query = useServer(nodeId);
  const { reason } = usePermission('server.delete');
  return (
    <PageBody width="narrow">
      <NeededPart title="Name and address" permission="server.read" nodeId={nodeId}>
        <Loaded query={query} doing="Loading the server">
          {(server) => (
            <>
              <SettingsForm key={server.id} server={server} />
              <TrustPanel key={`trust ${server.id}`} server={server} />
            </>
          )}
        </Loaded>
      </NeededPart>
      <NodeTags organizationId={organizationId} nodeId={nodeId} kind="server" />
      <Panel title="Forget this server">
        <div className="flex items-center gap-3">
          <p className="min-w-0 flex-1 text-secondary">
            Takes it out of Quayside. Nothing on the server itself is touched.
          </p>
          <Button icon={Trash2} disabledReason={reason} onClick={() => openDialog({ type: 'delete', node })}>
            Forget …
          </Button>
        </div>
      </Panel>
    </PageBody>
  );
};
