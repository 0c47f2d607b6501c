import type { TreeNode } from '#shared/contract/tree.ts';
import type { HostRight } from '#shared/model/host-rights.ts';
import { nodePages, registry, shellPages } from '../../features/registry.ts';
import { nodePath, organizationPath } from '../../lib/navigation.ts';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';

interface PaletteStand {
  readonly organizationId: string;
  readonly session: { readonly hostRights: readonly HostRight[] } | undefined;
  /** The node that is shown. */
  readonly node: Pick<TreeNode, 'id' | 'kind' | 'name' | 'isPath'> | undefined;
}

interface PaletteWay {
  readonly page: PageDescriptor;
  /** The node of whose rooms it is; the organization for a page of the person. */
  readonly nodeId: string;
  readonly group: string;
  readonly label: string;
  readonly path: string;
}

/** The pages that one can go to from here: those of the shown node, of the organization, and of the person. */
export function pagesForPalette({ organizationId, session, node }: PaletteStand): readonly PaletteWay[] {
  const shell = shellPages().filter(({ needs }) => !needs || session?.hostRights.includes(needs));
  return [
    ...(node && node.kind !== 'organization' ? pagesOfNode(organizationId, node) : []),
    ...[...nodePages('organization'), ...shell].map((page) => ({
      page,
      nodeId: organizationId,
      group: 'Go to',
      label: page.title ?? page.label,
      path: organizationPath(organizationId, page.id),
    })),
  ];
}

/** The pages of a node to which none of its actions leads. */
function pagesOfNode(organizationId: string, node: NonNullable<PaletteStand['node']>): PaletteWay[] {
  if (node.isPath) return [];
  const { actions = [] } = registry[node.kind];
  return nodePages(node.kind)
    .filter(({ id }) => actions.every(({ page }) => page !== id))
    .map((page) => ({
      page,
      nodeId: node.id,
      group: node.name,
      label: `Show ${page.label.toLowerCase()}`,
      path: nodePath(organizationId, node.kind, node.id, page.id),
    }));
}
