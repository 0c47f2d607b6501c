import { useMemo } from 'react';
import { type UndoEntry, UndoQueue } from './undo-queue.ts';

/** What this window did in the last ten seconds, and what it holds back. */
export const undoQueue = new UndoQueue();

// A window that is closed or loaded anew does nothing any more: what it held is as it was.
addEventListener('pagehide', () => undoQueue.forget());

const isHeld = ({ act, phase }: UndoEntry): boolean => act.held !== undefined && phase !== 'refused';

/** The act that is held back of a node, as its deletion; undefined where nothing is. */
export const heldOf = (entries: readonly UndoEntry[], nodeId: string): UndoEntry | undefined =>
  entries.find((entry) => isHeld(entry) && entry.act.held?.nodeIds.includes(nodeId));

/** Ids of the nodes that go in a moment. */
export const useLeavingIds = (): ReadonlySet<string> => {
  const entries = undoQueue.use((state) => state.entries);
  return useMemo(
    () => new Set(entries.filter(isHeld).flatMap(({ act }) => act.held?.nodeIds ?? [])),
    [entries],
  );
};
