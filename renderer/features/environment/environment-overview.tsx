import { useQuery } from '@tanstack/react-query';
import { Box, Plus, ShieldCheck } from 'lucide-react';
import { EjectDialog } from '../../lib/eject/eject-dialog.tsx';
import type { NodeProps } from '../../lib/feature.ts';
import { FigureSum } from '../../lib/figures/figure-sum.tsx';
import { useFigures } from '../../lib/figures/use-figures.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import { useAddressDialog } from '../../lib/pages/use-address-dialog.ts';
import { NodeTable } from '../../lib/tree/node-table.tsx';
import { useChildren } from '../../lib/tree/use-tree.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageBody } from '../../ui/page-body.tsx';

export const NewService = ({ nodeId }: NodeProps) => {
  const { reason } = usePermission('service.create');
  return (
    <Button
      variant="primary"
      icon={Plus}
      disabledReason={reason}
      onClick={() => openDialog({ type: 'create', kind: 'service', parentId: nodeId })}
    >
      New service
    </Button>
  );
};

export const ProtectedBadge = ({ node }: NodeProps) =>
  node.isProtected ? (
    <span className="inline-flex items-center gap-1 rounded bg-protected-soft px-1.5 text-protected text-sm">
      <ShieldCheck aria-hidden className="size-3.5" />
      protected
    </span>
  ) : null;

/** The services of an environment and what each of them does. */
export const EnvironmentOverview = (props: NodeProps) => {
  const { organizationId, nodeId, node } = props;
  const ejecting = useAddressDialog('eject');
  const services = useChildren(nodeId, 'service');
  const figures = useFigures(organizationId, nodeId);
  const { data } = useQuery(orpc.environment.get.queryOptions({ input: { environmentId: nodeId } }));
  return (
    <PageBody>
      {data?.description && (
        <p className="max-w-prose whitespace-pre-wrap text-secondary">{data.description}</p>
      )}
      <NodeTable
        label="Services"
        organizationId={organizationId}
        nodes={services}
        withState
        figures={figures}
        actions={<FigureSum figures={figures} nodes={services} />}
        empty={
          <EmptyState icon={Box} title="No service yet" action={<NewService {...props} />}>
            A service is what runs: a Docker image, or a git repository with a Dockerfile. Creating one
            deploys nothing yet.
          </EmptyState>
        }
      />
      {ejecting.isOpen && (
        <EjectDialog
          name={node.name}
          operation="environment.eject"
          target={{ environmentId: nodeId }}
          write={(asked) => rpc.environment.eject({ environmentId: nodeId, ...asked })}
          onClose={ejecting.close}
        />
      )}
    </PageBody>
  );
};
