import { useCallback } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { singularOf } from '#shared/model/node-words.ts';
import type { NodeAction } from '../../lib/feature.ts';
import { useOrganizationId } from '../../lib/navigation.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { usePermissionCheck } from '../../lib/use-permission.ts';
import type { Reason } from '../../ui/reason.ts';
import { nodesBelow } from './reach.ts';

/** Why an action of a node cannot be taken; one that is of what lies below it is open to whoever may take it on one of those. */
export function useActionRefusal(): (
  action: {
    readonly permission?: NodeAction['permission'] | undefined;
    readonly ofThoseBelow?: NodeAction['ofThoseBelow'] | undefined;
  },
  node: TreeNode,
) => Reason | undefined {
  const check = usePermissionCheck();
  const { data = none } = useTree(useOrganizationId());
  return useCallback(
    ({ permission, ofThoseBelow }, node) => {
      if (!ofThoseBelow) return permission && check(permission, node.id);
      const those = nodesBelow(node, ofThoseBelow, indexOf(data));
      if (those.length === 0) return `There is no ${singularOf(ofThoseBelow)} in it.`;
      const isOpen = ({ id }: TreeNode): boolean => !permission || check(permission, id) === undefined;
      return those.some(isOpen) ? undefined : permission && check(permission, node.id);
    },
    [check, data],
  );
}

const none: readonly never[] = [];
