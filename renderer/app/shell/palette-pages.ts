import type { TreeNode } from '#shared/contract/tree.ts';
import type { HostRight } from '#shared/model/host-rights.ts';
import { nodePages, registry, shellPages } from '../../features/registry.ts';
import type { ActionContext } from '../../lib/feature.ts';
import { nodePath, organizationPath } from '../../lib/navigation.ts';
import type { NodePage, PageCreation, PageDescriptor } from '../../lib/pages/descriptor.ts';
import { dialogSearch } from '../../lib/pages/use-address-dialog.ts';
import { runAction } from '../acts/node-commands.ts';
import type { NodeWay } from './palette-node-ways.ts';

interface PaletteStand {
  readonly organizationId: string;
  readonly session: { readonly hostRights: readonly HostRight[] } | undefined;
  /** The node that is shown. */
  readonly node: Pick<TreeNode, 'id' | 'kind' | 'name'> | undefined;
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

interface PaletteCreation {
  readonly creation: PageCreation;
  readonly page: PageDescriptor;
  readonly path: string;
}

/** What can be made on the pages of the organization and of the person, from anywhere. */
export function creationsForPalette({
  organizationId,
  session,
}: Pick<PaletteStand, 'organizationId' | 'session'>): PaletteCreation[] {
  const shell = shellPages().filter(({ needs }) => !needs || session?.hostRights.includes(needs));
  return [...nodePages('organization'), ...shell].flatMap((page) =>
    (page.creations ?? []).map((creation) => ({
      creation,
      page,
      path: `${organizationPath(organizationId, page.id)}${dialogSearch(creation.dialog)}`,
    })),
  );
}

/** The actions of all kinds of nodes, and the pages to which none of them leads. */
export function nodeWays(context: ActionContext): NodeWay[] {
  return Object.values(registry).flatMap(({ kind, actions = [] }) =>
    kind === 'organization'
      ? []
      : [
          ...actions.map((action) => ({
            ...action,
            kind,
            words: action.words ?? [],
            run: (node: TreeNode) => runAction(action, node, context),
          })),
          ...pagesWithoutAction(kind).map((page) => ({
            ...page,
            kind,
            label: `Show ${page.label.toLowerCase()}`,
            words: page.words ?? [],
            run: (node: TreeNode) => context.go(nodePath(context.organizationId, kind, node.id, page.id)),
          })),
        ],
  );
}

/** The pages of a node to which none of its actions leads. */
function pagesOfNode(organizationId: string, node: NonNullable<PaletteStand['node']>): PaletteWay[] {
  return pagesWithoutAction(node.kind).map((page) => ({
    page,
    nodeId: node.id,
    group: node.name,
    label: `Show ${page.label.toLowerCase()}`,
    path: nodePath(organizationId, node.kind, node.id, page.id),
  }));
}

function pagesWithoutAction(kind: TreeNode['kind']): readonly NodePage[] {
  const { actions = [] } = registry[kind];
  return nodePages(kind).filter(({ id }) => actions.every(({ page, dialog }) => page !== id || dialog));
}
