import { useQuery } from '@tanstack/react-query';
import { Layers, Plus } from 'lucide-react';
import type { NodeProps } from '../../lib/feature.ts';
import { NodeTable } from '../../lib/node-table.tsx';
import { openDialog } from '../../lib/open-dialog.ts';
import { orpc } from '../../lib/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { indexOf, useChildren, useTree } from '../../lib/use-tree.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageBody } from '../../ui/page-body.tsx';

const none: readonly never[] = [];

export const NewEnvironment = ({ nodeId }: NodeProps) => {
  const { reason } = usePermission('environment.create');
  return (
    <Button
      icon={Plus}
      disabledReason={reason}
      onClick={() => openDialog({ type: 'create', kind: 'environment', parentId: nodeId })}
    >
      New environment
    </Button>
  );
};

/** What a project is for is one click away; a further environment beside it. */
export function ProjectActions(props: NodeProps) {
  const { reason } = usePermission('service.create');
  return (
    <div className="flex gap-2">
      <NewEnvironment {...props} />
      <Button
        variant="primary"
        icon={Plus}
        disabledReason={reason}
        onClick={() => openDialog({ type: 'create-below', kind: 'service', withinId: props.nodeId })}
      >
        New service
      </Button>
    </div>
  );
}

/** The environments of a project, with how many services each holds. */
export const ProjectOverview = (props: NodeProps) => {
  const { organizationId, nodeId } = props;
  const environments = useChildren(nodeId, 'environment');
  const { data: nodes = none } = useTree(organizationId);
  const { data: project } = useQuery(orpc.project.get.queryOptions({ input: { projectId: nodeId } }));
  const servicesOf = (id: string): number => indexOf(nodes).childrenOf.get(id)?.length ?? 0;
  return (
    <PageBody>
      {project?.description && (
        <p className="max-w-prose whitespace-pre-wrap text-secondary">{project.description}</p>
      )}
      <NodeTable
        label="Environments"
        organizationId={organizationId}
        nodes={environments}
        columns={[
          {
            id: 'protection',
            header: 'Protection',
            width: '8rem',
            cell: ({ isProtected }) => (isProtected ? <Badge tone="degraded">protected</Badge> : null),
          },
          {
            id: 'services',
            header: 'Services',
            width: '6rem',
            align: 'right',
            cell: ({ id }) => servicesOf(id),
          },
        ]}
        empty={
          <EmptyState icon={Layers} title="No environment yet" action={<NewEnvironment {...props} />}>
            An environment such as production or staging keeps the services that belong together.
          </EmptyState>
        }
      />
    </PageBody>
  );
};
