import type { TreeNode } from '#shared/contract/tree.ts';
import type { TreeIndex } from './tree-index.ts';
import type { TreeView } from './tree-view.ts';

/** The ids of the nodes that are shown from one row to another, in their order; headings cannot be chosen. */
export function nodesBetween(view: TreeView, from: number, to: number): string[] {
  const shown = view.shown.subarray(Math.min(from, to), Math.max(from, to) + 1);
  return idsOf(view.index, shown);
}

/** The ids of the shown nodes that hang where this row hangs. */
export function shownSiblings(view: TreeView, at: number): string[] {
  const { index, shown } = view;
  const above = index.parent[shown[at] ?? 0];
  return idsOf(
    index,
    shown.filter((row) => index.parent[row] === above),
  );
}

/** The chosen nodes that are there, in the order of the tree. */
export function chosenNodes({ rows, positionOf }: TreeIndex, ids: ReadonlySet<string>): readonly TreeNode[] {
  const positions = [...ids].flatMap((id) => positionOf.get(id) ?? []).sort((one, other) => one - other);
  return positions.flatMap((position) => rows[position]?.node ?? []);
}

function idsOf({ rows }: TreeIndex, positions: Int32Array): string[] {
  const ids: string[] = [];
  for (const position of positions) {
    const row = rows[position];
    if (row?.node) ids.push(row.id);
  }
  return ids;
}
