import { useCallback } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import type { TreeKind } from '#shared/model/nodes.ts';
import type { ManyAction } from '../../lib/feature.ts';
import { useOrganizationId } from '../../lib/navigation.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { usePermissionCheck } from '../../lib/use-permission.ts';
import type { Reason } from '../../ui/reason.ts';
import { reachOf } from './reach.ts';

export interface Refused {
  readonly node: TreeNode;
  readonly reason: Reason;
}

/** What of several nodes an action can be done to, and why not to the others. */
export interface ManyCheck {
  readonly able: readonly TreeNode[];
  readonly refused: readonly Refused[];
}

type Action = Pick<ManyAction, 'permission' | 'past' | 'reachesDown' | 'refusal'>;

/** Judges an action of a kind on several nodes by what this window knows; what the host says comes on top. */
export function useManyCheck(): (kind: TreeKind, action: Action, nodes: readonly TreeNode[]) => ManyCheck {
  const check = usePermissionCheck();
  const { data = none } = useTree(useOrganizationId());
  return useCallback(
    (kind, action, nodes) => {
      const { subjects, unfit } = reachOf(nodes, { ...action, kind }, indexOf(data));
      const why = (node: TreeNode): Reason | undefined =>
        check(action.permission, node.id) ?? action.refusal?.(node);
      const refused = subjects.flatMap((node) => {
        const reason = why(node);
        return reason ? [{ node, reason }] : [];
      });
      return { able: subjects.filter((node) => !why(node)), refused: [...refused, ...unfit] };
    },
    [check, data],
  );
}

const none: readonly never[] = [];
