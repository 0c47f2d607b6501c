import type { TreeNode } from '#shared/contract/tree.ts';
import { pluralOf } from '#shared/model/node-words.ts';
import { type NodeState, nodeKinds, type TreeKind, treeKinds } from '#shared/model/nodes.ts';
import { sortByName } from '../../lib/tree/sort-by-name.ts';

/** One line of the tree: a node, or the heading of what an organization holds of one kind. */
export interface TreeRow {
  readonly id: string;
  /** For a heading the kind that it lists. */
  readonly kind: TreeKind;
  readonly isGroup: boolean;
  readonly name: string;
  readonly state: NodeState;
  readonly isProtected: boolean;
  /** Undefined for a heading. */
  readonly node: TreeNode | undefined;
}

/**
 * All rows of an organization in the order they would be shown if everything were expanded, as flat arrays
 * side by side. Built once per answer of the host; what is shown is then computed by walking numbers.
 */
export interface TreeIndex {
  readonly rows: readonly TreeRow[];
  /** Names in lower case. */
  readonly lower: readonly string[];
  /** All of them in one text, a line each, those of headings left out; searched by the filter. */
  readonly names: string;
  /** Where each row's name begins in that text; one more at the end. */
  readonly nameStart: Int32Array;
  /** Position of each row's parent; -1 at the top. */
  readonly parent: Int32Array;
  /** Position after the last descendant of each row. */
  readonly end: Int32Array;
  /** From 1, as `aria-level`. */
  readonly level: Uint8Array;
  readonly positionOf: ReadonlyMap<string, number>;
}

export const groupId = (kind: TreeKind): string => `group:${kind}`;

/** The kinds that stand directly below an organization get a heading each; servers first, as the first step. */
export const groupKinds: readonly TreeKind[] = treeKinds
  .filter((kind) => nodeKinds[kind].parent === 'organization')
  .toReversed();

const groupByParent = (nodes: readonly TreeNode[]): Map<string, TreeNode[]> => {
  const known = new Set(nodes.map(({ id }) => id));
  const byParent = new Map<string, TreeNode[]>();
  for (const node of nodes) {
    if (node.kind === 'organization') continue;
    const isTop = nodeKinds[node.kind].parent === 'organization';
    if (!isTop && !known.has(node.parentId ?? '')) continue;
    const key = isTop ? groupId(node.kind) : (node.parentId ?? '');
    const siblings = byParent.get(key);
    if (siblings) siblings.push(node);
    else byParent.set(key, [node]);
  }
  return byParent;
};

const rowOf = (node: TreeNode): TreeRow => ({
  id: node.id,
  kind: node.kind,
  isGroup: false,
  name: node.name,
  state: node.state,
  isProtected: node.isProtected ?? false,
  node,
});

const headingOf = (kind: TreeKind, name: string): TreeRow => ({
  id: groupId(kind),
  kind,
  isGroup: true,
  name,
  state: 'none',
  isProtected: false,
  node: undefined,
});

const joinNames = (
  rows: readonly TreeRow[],
  lower: readonly string[],
): { names: string; nameStart: Int32Array } => {
  const searched = lower.map((name, row) => (rows[row]?.isGroup ? '' : name));
  const nameStart = new Int32Array(rows.length + 1);
  for (const [row, name] of searched.entries()) nameStart[row + 1] = (nameStart[row] ?? 0) + name.length + 1;
  return { names: `${searched.join('\n')}\n`, nameStart };
};

/** Builds the index. Nodes whose parent is not among them are left out, as nobody could reach them. */
export const buildTreeIndex = (
  nodes: readonly TreeNode[],
  headings: Readonly<Partial<Record<TreeKind, string>>> = {},
): TreeIndex => {
  const byParent = groupByParent(nodes);
  const capacity = nodes.length + groupKinds.length;
  const rows: TreeRow[] = [];
  const parent = new Int32Array(capacity);
  const end = new Int32Array(capacity);
  const level = new Uint8Array(capacity);
  const positionOf = new Map<string, number>();

  const add = (row: TreeRow, above: number, depth: number): void => {
    const position = rows.length;
    rows.push(row);
    parent[position] = above;
    level[position] = depth;
    positionOf.set(row.id, position);
    const children = byParent.get(row.id);
    if (children) {
      sortByName(children);
      for (const child of children) add(rowOf(child), position, depth + 1);
    }
    end[position] = rows.length;
  };
  for (const kind of groupKinds) add(headingOf(kind, headings[kind] ?? pluralOf(kind)), -1, 1);
  const lower = rows.map(({ name }) => name.toLowerCase());
  return { rows, lower, ...joinNames(rows, lower), parent, end, level, positionOf };
};

/** The ids of a row and of all that it lies in. */
export const lineTo = (index: TreeIndex, position: number): readonly string[] => {
  const row = index.rows[position];
  return row ? [row.id, ...lineTo(index, index.parent[position] ?? -1)] : [];
};
