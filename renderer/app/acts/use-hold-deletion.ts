import { useLocation } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { organizationPath, useGo, useRouteNodeId } from '../../lib/navigation.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { holdDeletion } from './undoable.ts';

const none: readonly never[] = [];

/**
 * Begins the deletion of nodes, of a single one with the volumes that were chosen: leaves a page that goes with them, and
 * comes back to it where it is undone.
 */
export function useHoldDeletion(
  organizationId: string,
): (nodes: readonly TreeNode[], volumes?: readonly string[]) => void {
  const go = useGo();
  const shownId = useRouteNodeId();
  const { href } = useLocation();
  const { data: known = none } = useTree(organizationId);
  return useCallback(
    (nodes, volumes = none) => {
      const { byId } = indexOf(known);
      const going = new Set(nodes.map(({ id }) => id));
      const goes = (id: string | null | undefined): boolean =>
        id != null && (going.has(id) || goes(byId.get(id)?.parentId));
      const isShown = goes(shownId);
      holdDeletion({ nodes, volumes, onUndone: () => isShown && go(href) });
      if (isShown) go(organizationPath(organizationId));
    },
    [go, href, known, organizationId, shownId],
  );
}
