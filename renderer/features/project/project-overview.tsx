import { useQuery } from '@tanstack/react-query';
import { Layers, Plus } from 'lucide-react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { AppLink } from '../../lib/app-link.tsx';
import type { NodeProps } from '../../lib/feature.ts';
import { FigureSum } from '../../lib/figures/figure-sum.tsx';
import { type Figures, useFigures } from '../../lib/figures/use-figures.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { nodePath } from '../../lib/navigation.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import { NodeTable } from '../../lib/tree/node-table.tsx';
import { useChildren } from '../../lib/tree/use-tree.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageBody } from '../../ui/page-body.tsx';

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

/** The services of a project with what each does, by environment. */
export const ProjectOverview = (props: NodeProps) => {
  const { organizationId, nodeId } = props;
  const environments = useChildren(nodeId, 'environment');
  const figures = useFigures(organizationId, nodeId);
  const { data: project } = useQuery(orpc.project.get.queryOptions({ input: { projectId: nodeId } }));
  return (
    <PageBody>
      {project?.description && (
        <p className="max-w-prose whitespace-pre-wrap text-secondary">{project.description}</p>
      )}
      {environments.length === 0 && (
        <EmptyState icon={Layers} title="No environment yet" action={<NewEnvironment {...props} />}>
          An environment such as production or staging keeps the services that belong together.
        </EmptyState>
      )}
      {environments.map((environment) => (
        <EnvironmentPanel
          key={environment.id}
          organizationId={organizationId}
          environment={environment}
          figures={figures}
        />
      ))}
    </PageBody>
  );
};

interface EnvironmentPanelProps {
  readonly organizationId: string;
  readonly environment: TreeNode;
  readonly figures: Figures;
}

function EnvironmentPanel({ organizationId, environment, figures }: EnvironmentPanelProps) {
  const { id, name, isProtected } = environment;
  const services = useChildren(id, 'service');
  return (
    <NodeTable
      label={name}
      organizationId={organizationId}
      nodes={services}
      withState
      figures={figures}
      actions={
        <>
          <FigureSum figures={figures} nodes={services} />
          {isProtected && <Badge tone="degraded">protected</Badge>}
          <AppLink
            to={nodePath(organizationId, 'environment', id)}
            className="text-accent text-sm hover:underline"
          >
            Open {name}
          </AppLink>
        </>
      }
      emptyRows="No service yet. A new one is deployed after you have seen its plan."
    />
  );
}
