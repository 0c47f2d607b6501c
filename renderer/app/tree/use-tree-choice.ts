import { useEffect, useMemo } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { stepChoice, useTreeState } from '../../state/tree.ts';
import { chosenNodes, nodesBetween, shownSiblings } from './chosen-rows.ts';
import type { TreeRow } from './tree-index.ts';
import type { TreeView } from './tree-view.ts';

/** Several rows that are chosen, so that the same is done to all of them. */
export interface TreeChoice {
  readonly chosen: readonly TreeNode[];
  /** Whether an act on this row is meant for all that are chosen. */
  readonly isOneOfMany: (row: Pick<TreeRow, 'id'>) => boolean;
  readonly has: (id: string) => boolean;
  readonly toggle: (at: number) => void;
  /**
   * From where the choice began to this row; with `adds` beside what was chosen before. Without a choice it begins where
   * the keyboard is, and for the mouse at what was opened last, as a press moves the keyboard.
   */
  readonly extendTo: (at: number, adds: boolean, by: 'keys' | 'mouse') => void;
  readonly chooseSiblings: (at: number) => void;
}

/** The choice of rows as clicks and keys change it. `focusedAt` is where a range begins without an earlier one. */
export function useTreeChoice(view: TreeView, focusedAt: number, shownId: string | undefined): TreeChoice {
  const { index } = view;
  const { ids, anchorId } = useTreeState((state) => state.choice);
  const chosen = useMemo(() => chosenNodes(index, ids), [index, ids]);
  // another organization's tree, or nobody's while it is locked, has nothing of it
  useEffect(() => () => stepChoice({ type: 'clear' }), []);

  const idAt = (at: number): string | undefined => index.rows[view.shown[at] ?? -1]?.id;
  const isNodeAt = (at: number): boolean => index.rows[view.shown[at] ?? -1]?.node !== undefined;
  const shownAtOf = (id: string | undefined): number =>
    view.shownAt[index.positionOf.get(id ?? '') ?? -1] ?? -1;
  const begin = (by: 'keys' | 'mouse'): number => {
    const opened = by === 'mouse' ? [anchorId, shownId] : [];
    return [...(ids.size > 0 ? [anchorId] : opened)].map(shownAtOf).find((at) => at >= 0) ?? focusedAt;
  };

  return {
    chosen,
    isOneOfMany: ({ id }) => chosen.length > 1 && ids.has(id),
    has: (id) => (chosen.length > 0 ? ids.has(id) : id === shownId),
    toggle: (at) => {
      const id = idAt(at);
      if (id === undefined || !isNodeAt(at)) return;
      const isShown = shownAtOf(shownId) >= 0;
      stepChoice({ type: 'toggle', id, shownId: isShown ? shownId : undefined });
    },
    extendTo: (at, adds, by) => {
      const from = begin(by);
      const fromId = idAt(from);
      if (fromId) stepChoice({ type: 'range', fromId, ids: nodesBetween(view, from, at), adds });
    },
    chooseSiblings: (at) => stepChoice({ type: 'all', ids: shownSiblings(view, at) }),
  };
}
