import { useMemo } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { useTreeState } from '../../state/tree.ts';
import { buildTreeIndex } from './tree-index.ts';
import { expandedView, filteredView, filterWords, findMatches, type TreeView } from './tree-view.ts';

const headings = { project: 'Projects', server: 'Servers' };
const nothingOpened: ReadonlySet<string> = new Set();

/** What the tree shows of these nodes with this filter. */
export const useTreeView = (
  nodes: readonly TreeNode[],
  filter: string,
  openedInFilter: ReadonlySet<string> = nothingOpened,
): TreeView => {
  const expandedIds = useTreeState((state) => state.expanded);
  const index = useMemo(() => buildTreeIndex(nodes, headings), [nodes]);
  const expanded = useMemo(() => new Set(expandedIds), [expandedIds]);
  const matches = useMemo(() => {
    const words = filterWords(filter);
    return words.length === 0 ? undefined : findMatches(index, words);
  }, [index, filter]);

  return useMemo(
    () => (matches ? filteredView(index, matches, openedInFilter) : expandedView(index, expanded)),
    [index, matches, expanded, openedInFilter],
  );
};
