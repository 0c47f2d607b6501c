import type { TreeNode } from '#shared/contract/tree.ts';
import { AppLink } from '../../lib/app-link.tsx';
import { nodePath } from '../../lib/navigation.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';

const none: readonly never[] = [];

const ancestorsOf = (nodes: readonly TreeNode[], node: TreeNode): TreeNode[] => {
  const above = indexOf(nodes).byId.get(node.parentId ?? '');
  return above ? [...ancestorsOf(nodes, above), above] : [];
};

/** The way down to a node, each step a link. */
export const Breadcrumb = ({
  organizationId,
  node,
}: {
  readonly organizationId: string;
  readonly node: TreeNode;
}) => {
  const { data: nodes = none } = useTree(organizationId);
  const above = ancestorsOf(nodes, node);
  if (above.length === 0) return null;
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex min-w-0 items-center gap-1 text-muted text-sm">
        {above.map(({ id, kind, name }, position) => (
          <li key={id} className="flex min-w-0 items-center gap-1">
            {position > 0 && <span aria-hidden>/</span>}
            <AppLink
              to={nodePath(organizationId, kind, id)}
              className="truncate hover:text-primary hover:underline"
            >
              {name}
            </AppLink>
          </li>
        ))}
      </ol>
    </nav>
  );
};
