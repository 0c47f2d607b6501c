import type { TreeNode } from '#shared/contract/tree.ts';
import { AppLink } from '../../lib/app-link.tsx';
import type { NodeProps } from '../../lib/feature.ts';
import { useFigures } from '../../lib/figures/use-figures.ts';
import { nodePath } from '../../lib/navigation.ts';
import { NodeTable } from '../../lib/tree/node-table.tsx';
import { useChildren, useTree } from '../../lib/tree/use-tree.ts';
import { PageBody } from '../../ui/page-body.tsx';
import { AttentionPanel } from './attention-panel.tsx';
import { CreateButton } from './create-button.tsx';
import { FirstSteps } from './first-steps.tsx';
import { ProjectsTable } from './projects-table.tsx';

const none: readonly never[] = [];
interface FirstDeploymentProps {
  readonly organizationId: string;
  readonly service: TreeNode;
}

/** The next step where there are services and none was ever deployed. */
const FirstDeployment = ({ organizationId, service: { kind, id, name } }: FirstDeploymentProps) => (
  <p className="text-secondary">
    Nothing runs yet.{' '}
    <AppLink to={nodePath(organizationId, kind, id)} className="text-accent underline">
      Open {name} and deploy it
    </AppLink>
    : you see the plan before anything is done.
  </p>
);

/** Everything of an organization at a glance: what wants attention, then what runs. */
export const OrganizationOverview = ({ organizationId }: NodeProps) => {
  const { data: nodes = none } = useTree(organizationId);
  const servers = useChildren(organizationId, 'server');
  const figures = useFigures(organizationId);
  const services = nodes.filter(({ kind }) => kind === 'service');
  const [first] = services;
  const isAtWork = services.some(({ state }) => state !== 'none');
  return (
    <PageBody>
      <AttentionPanel organizationId={organizationId} isAtWork={isAtWork} />
      {!first && <FirstSteps organizationId={organizationId} />}
      {first && !isAtWork && <FirstDeployment organizationId={organizationId} service={first} />}
      <NodeTable
        label="Servers"
        organizationId={organizationId}
        nodes={servers}
        withState
        figures={figures}
        actions={
          <CreateButton
            kind="server"
            permission="server.create"
            parentId={organizationId}
            label="Add server"
          />
        }
      />
      <ProjectsTable organizationId={organizationId} figures={figures} />
    </PageBody>
  );
};
