import { useMemo } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import type { PaletteItem } from '../../features/palette/palette-row.tsx';
import { registry } from '../../features/registry.ts';
import { nodePath, useGo, useRouteNodeId } from '../../lib/navigation.ts';
import { namesTo } from '../../lib/tree/names-to.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { useTabs } from '../../state/tabs.ts';
import { useActionRefusal } from '../acts/use-action-refusal.ts';
import { toItem } from './palette-items.ts';
import { nodeWaysFor } from './palette-node-ways.ts';
import { nodeWays } from './palette-pages.ts';

const none: readonly never[] = [];

interface KnownNodes {
  /** What was visited last, the newest first. */
  readonly recent: readonly TreeNode[];
  readonly others: readonly TreeNode[];
  /** Where a node is, such as `shop / production`; empty right below the organization. */
  readonly pathOf: (node: TreeNode) => string;
}

/** The nodes that one can go to. */
export const useKnownNodes = (organizationId: string): KnownNodes => {
  const { data: nodes = none } = useTree(organizationId);
  const recent = useTabs(({ recent: byOrganization }) => byOrganization[organizationId] ?? none);
  return useMemo(() => {
    const { byId } = indexOf(nodes);
    const pathOf = ({ parentId }: TreeNode): string => namesTo(byId, parentId ?? '').join(' / ');
    const visited = new Set(recent);
    return {
      recent: recent.flatMap((id) => byId.get(id) ?? []),
      others: nodes.filter(({ id, kind }) => kind !== 'organization' && !visited.has(id)),
      pathOf,
    };
  }, [nodes, recent]);
};

/** The nodes themselves. */
export const useNodeItems = (
  organizationId: string,
  { recent, others, pathOf }: KnownNodes,
): PaletteItem[] => {
  const go = useGo();
  const itemOf = (node: TreeNode, group: string): PaletteItem =>
    toItem({
      id: node.id,
      group,
      label: node.name,
      detail: pathOf(node),
      icon: registry[node.kind].icon,
      run: () => go(nodePath(organizationId, node.kind, node.id)),
    });
  return [...recent.map((node) => itemOf(node, 'Recent')), ...others.map((node) => itemOf(node, 'Go to'))];
};

/** The actions and pages of all nodes but the one shown, whose own are listed already. */
export const useNodeWayItems = (
  organizationId: string,
  { recent, others, pathOf }: KnownNodes,
): ((query: string) => readonly PaletteItem[]) => {
  const go = useGo();
  const refusal = useActionRefusal();
  const shownId = useRouteNodeId();
  return useMemo(() => {
    const ways = nodeWays({ organizationId, go });
    const nodes = [...recent, ...others].filter(({ id }) => id !== shownId);
    const placeOf = (node: TreeNode): string => pathOf(node).toLowerCase();
    return (query) =>
      nodeWaysFor(query, { ways, nodes, placeOf }).map(({ way, node }) =>
        toItem({
          id: `way:${node.id}:${way.id}`,
          group: registry[node.kind].plural,
          label: way.label,
          detail: [node.name, pathOf(node)].filter(Boolean).join(' · '),
          icon: way.icon,
          words: way.words.map((word) => `${word} ${node.name} ${pathOf(node)}`.toLowerCase()),
          isHarmful: way.isHarmful,
          disabledReason: refusal(way, node),
          run: () => way.run(node),
        }),
      );
  }, [organizationId, go, recent, others, pathOf, shownId, refusal]);
};
