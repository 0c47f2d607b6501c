import type { TreeNode } from '#shared/contract/tree.ts';
import { singularOf, withArticle } from '#shared/model/node-words.ts';
import { type NodeKind, nodeKinds, type TreeKind } from '#shared/model/nodes.ts';
import type { ManyAction } from '../../lib/feature.ts';
import type { NodeIndex } from '../../lib/tree/use-tree.ts';

interface Unfit {
  readonly node: TreeNode;
  readonly reason: string;
}

/** What an action on several nodes is done to, and which of those nodes it means nothing to. */
export interface Reach {
  readonly subjects: readonly TreeNode[];
  readonly unfit: readonly Unfit[];
}

/** Nodes of the kind are meant themselves; others by what they hold of it, where the action reaches down. */
export function reachOf(
  nodes: readonly TreeNode[],
  { kind, past, reachesDown = false }: Pick<ManyAction, 'past' | 'reachesDown'> & { readonly kind: TreeKind },
  index: NodeIndex,
): Reach {
  const meantBy = (node: TreeNode): readonly TreeNode[] => {
    if (node.kind === kind) return [node];
    return reachesDown ? nodesBelow(node, kind, index) : [];
  };
  const subjects = new Map(nodes.flatMap(meantBy).map((node) => [node.id, node]));
  const unfit = nodes
    .filter((node) => meantBy(node).length === 0)
    .map((node) => ({
      node,
      reason:
        reachesDown && holds(node.kind, kind)
          ? `There is no ${singularOf(kind)} in it.`
          : `${sentence(withArticle(node.kind))} cannot be ${past}.`,
    }));
  return { subjects: [...subjects.values()], unfit };
}

/** The nodes of a kind that lie in a node, however deep. */
export function nodesBelow(
  { id }: Pick<TreeNode, 'id'>,
  kind: TreeKind,
  index: NodeIndex,
): readonly TreeNode[] {
  return (index.childrenOf.get(id) ?? []).flatMap((child) =>
    child.kind === kind ? [child] : nodesBelow(child, kind, index),
  );
}

/** Those of which none lies in another one: what is done to a whole is done to its parts. */
export function outermost(nodes: readonly TreeNode[], { byId }: NodeIndex): readonly TreeNode[] {
  const ids = new Set(nodes.map(({ id }) => id));
  const isInside = ({ parentId }: TreeNode): boolean => {
    const above = byId.get(parentId ?? '');
    return above !== undefined && (ids.has(above.id) || isInside(above));
  };
  return nodes.filter((node) => !isInside(node));
}

/** Whether a node of one kind may lie in one of the other, however deep. */
function holds(outer: NodeKind, inner: NodeKind): boolean {
  const above = nodeKinds[inner].parent;
  return above !== null && (above === outer || holds(outer, above));
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
