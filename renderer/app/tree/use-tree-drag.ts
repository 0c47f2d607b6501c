import { type DragEvent, useRef, useState } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { setExpanded } from '../../state/tree.ts';
import { canHold, moveNodes } from './node-commands.ts';
import type { TreeIndex } from './tree-index.ts';

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

/** Dragging a node onto another parent, or onto a sibling-to-be. Resting on a closed row opens it. */
export const useTreeDrag = (organizationId: string, index: TreeIndex): TreeDrag => {
  const [targetId, setTargetId] = useState<string>();
  const dragged = useRef<TreeNode>(undefined);
  const resting = useRef<{ id: string; since: number }>(undefined);

  const nodeAt = (id: string | undefined): TreeNode | undefined =>
    id === undefined ? undefined : index.rows[index.positionOf.get(id) ?? -1]?.node;

  const parentFor = (id: string | undefined): TreeNode | undefined => {
    const over = nodeAt(id);
    const above = nodeAt(over?.parentId ?? undefined);
    return [over, above].find((candidate) => canHold(candidate, dragged.current));
  };

  const openWhenResting = (id: string): void => {
    if (resting.current?.id !== id) resting.current = { id, since: Date.now() };
    else if (Date.now() - resting.current.since > openAfterMs) setExpanded([id], true);
  };

  const end = (): void => {
    dragged.current = undefined;
    resting.current = undefined;
    setTargetId(undefined);
  };

  return {
    targetId,
    handlers: {
      onDragStart: (event) => {
        dragged.current = nodeAt(rowIdOf(event));
        if (!dragged.current) return;
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', dragged.current.name);
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
        if (parent && dragged.current) void moveNodes(organizationId, [dragged.current], parent);
        end();
      },
      onDragEnd: end,
    },
  };
};
