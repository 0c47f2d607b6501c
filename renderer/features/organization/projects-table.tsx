import { FolderInput } from 'lucide-react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { FigureSum } from '../../lib/figures/figure-sum.tsx';
import type { Figures } from '../../lib/figures/use-figures.ts';
import { organizationPath, useGo } from '../../lib/navigation.ts';
import { NodeTable } from '../../lib/tree/node-table.tsx';
import { indexOf, useChildren, useTree } from '../../lib/tree/use-tree.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { CreateButton } from './create-button.tsx';

const none: readonly never[] = [];

interface ProjectsTableProps {
  readonly organizationId: string;
  readonly figures: Figures;
}

/** The projects of an organization, with how much of each runs and what that uses. */
export const ProjectsTable = ({ organizationId, figures }: ProjectsTableProps) => {
  const { data: nodes = none } = useTree(organizationId);
  const importing = usePermission('project.create', organizationId);
  const go = useGo();
  const projects = useChildren(organizationId, 'project');
  const { childrenOf } = indexOf(nodes);
  const environmentsOf = (id: string) => childrenOf.get(id) ?? none;
  const servicesOf = (id: string) =>
    environmentsOf(id).flatMap((environment) => childrenOf.get(environment.id) ?? none);
  return (
    <NodeTable
      label="Projects"
      organizationId={organizationId}
      nodes={projects}
      actions={
        <>
          <Button
            size="sm"
            icon={FolderInput}
            disabledReason={importing.reason}
            onClick={() => go(organizationPath(organizationId, 'import'))}
          >
            Import…
          </Button>
          <CreateButton
            kind="project"
            permission="project.create"
            parentId={organizationId}
            label="New project"
          />
        </>
      }
      columns={[
        {
          id: 'environments',
          header: 'Environments',
          width: '8rem',
          align: 'right',
          cell: ({ id }) => environmentsOf(id).length,
        },
        {
          id: 'services',
          header: 'Services',
          width: '6rem',
          align: 'right',
          cell: ({ id }) => servicesOf(id).length,
        },
        {
          id: 'running',
          header: 'Running',
          width: '6rem',
          align: 'right',
          cell: ({ id }) => servicesOf(id).filter(({ state }) => state === 'running').length,
        },
        ...(figures ? [usesColumn(({ id }) => <FigureSum figures={figures} nodes={servicesOf(id)} />)] : []),
      ]}
    />
  );
};

const usesColumn = (cell: TableColumn<TreeNode>['cell']): TableColumn<TreeNode> => ({
  id: 'uses',
  header: 'Uses',
  hint: 'CPU and memory of all its services; 100 % is one core',
  width: '9rem',
  align: 'right',
  cell,
});
