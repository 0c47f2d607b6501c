import { Route } from 'lucide-react';
import type { ReactNode } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { registry } from '../../features/registry.ts';
import { AppLink } from '../../lib/app-link.tsx';
import { nodePath } from '../../lib/navigation.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { PageHeader } from './page-header.tsx';

interface PathPageProps {
  readonly organizationId: string;
  readonly node: TreeNode;
  /** What can be done with it all the same. */
  readonly action: ReactNode;
}

const none: readonly TreeNode[] = [];

/** A node of which only the name is known, since a grant lies below it: the ways on, and nothing else. */
export const PathPage = ({ organizationId, node, action }: PathPageProps) => {
  const { data = none } = useTree(organizationId);
  const below = indexOf(data).childrenOf.get(node.id) ?? none;
  const { icon, label } = registry[node.kind];
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader
        icon={icon}
        title={node.name}
        breadcrumb={<Breadcrumb organizationId={organizationId} node={node} />}
        action={action}
      />
      <EmptyState
        icon={Route}
        title={`You know only the name of this ${label.toLowerCase()}`}
        action={
          <ul className="flex flex-col gap-1">
            {below.map((child) => (
              <li key={child.id}>
                <AppLink
                  to={nodePath(organizationId, child.kind, child.id)}
                  className="text-accent underline"
                >
                  {child.name}
                </AppLink>
              </li>
            ))}
          </ul>
        }
      >
        {below.length > 0
          ? 'It is the way to what was granted to you below it.'
          : 'What you may do with it stands above.'}
      </EmptyState>
    </div>
  );
};
