import type { TreeNode } from '#shared/contract/tree.ts';
import { type Dimension, dimensions } from '#shared/model/variables/scope.ts';
import { useOrganizationId } from '../navigation.ts';
import { indexOf, type NodeIndex, useTree } from '../tree/use-tree.ts';
import type { LevelNode } from './calls.ts';

interface Choice {
  readonly id: string;
  readonly label: string;
}

/** What values of a node can be limited to: environments below it, and the servers of the organization. */
export function useScopeChoices({ nodeId }: LevelNode): Readonly<Record<Dimension, readonly Choice[]>> {
  const organizationId = useOrganizationId();
  const { data = [] } = useTree(organizationId);
  const index = indexOf(data);
  const choicesOf = (dimension: Dimension): Choice[] =>
    data
      .filter(
        (node) =>
          node.kind === dimension && liesBelow(index, node, scopeRoots[dimension] ?? nodeId, organizationId),
      )
      .map((node) => ({ id: node.id, label: pathBelow(index, node, nodeId) }));
  return Object.fromEntries(dimensions.map((each) => [each, choicesOf(each)])) as Record<Dimension, Choice[]>;
}

/** Servers lie beside the projects: all of the organization's can be named anywhere. */
const scopeRoots: Readonly<Partial<Record<Dimension, 'organization'>>> = { server: 'organization' };

function liesBelow({ byId }: NodeIndex, node: TreeNode, root: string, organizationId: string): boolean {
  if (root === 'organization' || root === organizationId) return true;
  for (let id = node.parentId; id !== null; id = byId.get(id)?.parentId ?? null) if (id === root) return true;
  return false;
}

/** The names from below a node down to another, such as `shop / production`. */
function pathBelow({ byId }: NodeIndex, node: TreeNode, rootId: string): string {
  const names: string[] = [];
  let at: TreeNode | undefined = node;
  while (at && at.id !== rootId && at.parentId !== null) {
    names.unshift(at.name);
    at = byId.get(at.parentId);
  }
  return names.join(' / ');
}
