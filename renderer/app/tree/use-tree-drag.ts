import { type DragEvent, useRef, useState } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { setExpanded } from '../../state/tree.ts';
import { canHold, moveNodes } from '../acts/node-commands.ts';
import { namesOf } from '../acts/node-words.ts';
import type { TreeIndex } from './tree-index.ts';
import type { TreeChoice } from './use-tree-choice.ts';

interface TreeDrag {
  /** The row that would take what is dragged. */
  readonly targetId: string | undefined;
  readonly handlers: {
    readonly onDragStart: (event: DragEvent) => void;
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
    readonly onDragEnd: () => void;
  };
}

const openAfterMs = 600;

const rowIdOf = (event: DragEvent): string | undefined =>
  event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]')?.dataset.row : undefined;

/** Dragging a node, or all that are chosen with it, onto another parent, or onto a sibling-to-be. Resting on a closed row opens it. */
export const useTreeDrag = (
  organizationId: string,
  index: TreeIndex,
  choice: Pick<TreeChoice, 'isOneOfMany' | 'chosen'>,
): TreeDrag => {
  const [targetId, setTargetId] = useState<string>();
  const dragged = useRef<readonly TreeNode[]>([]);
  const resting = useRef<{ id: string; since: number }>(undefined);

  const nodeAt = (id: string | undefined): TreeNode | undefined =>
    id === undefined ? undefined : index.rows[index.positionOf.get(id) ?? -1]?.node;

  const parentFor = (id: string | undefined): TreeNode | undefined => {
    const over = nodeAt(id);
    const above = nodeAt(over?.parentId ?? undefined);
    return [over, above].find((candidate) => dragged.current.some((node) => canHold(candidate, node)));
  };

  const openWhenResting = (id: string): void => {
    if (resting.current?.id !== id) resting.current = { id, since: Date.now() };
    else if (Date.now() - resting.current.since > openAfterMs) setExpanded([id], true);
  };

  const end = (): void => {
    dragged.current = [];
    resting.current = undefined;
    setTargetId(undefined);
  };

  return {
    targetId,
    handlers: {
      onDragStart: (event) => {
        const node = nodeAt(rowIdOf(event));
        if (!node) return;
        dragged.current = choice.isOneOfMany(node) ? choice.chosen : [node];
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', namesOf(dragged.current));
      },
      onDragOver: (event) => {
        const id = rowIdOf(event);
        if (id) openWhenResting(id);
        const parent = parentFor(id);
        setTargetId(parent?.id);
        if (!parent) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'move';
      },
      onDrop: (event) => {
        event.preventDefault();
        const parent = parentFor(rowIdOf(event));
        if (parent) void moveNodes(organizationId, dragged.current, parent);
        end();
      },
      onDragEnd: end,
    },
  };
};
