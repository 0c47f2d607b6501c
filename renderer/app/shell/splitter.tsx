import type { KeyboardEvent, PointerEvent } from 'react';
import { narrowestTree, setTreeWidth, useLayout, widestTree } from '../../state/layout.ts';

const steps: Readonly<Record<string, number>> = { ArrowLeft: -16, ArrowRight: 16 };

/** The line between tree and page: dragged, or moved by arrows. */
export const Splitter = () => {
  const { treeWidth } = useLayout();
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) setTreeWidth(event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setTreeWidth(treeWidth + step);
  };
  return (
    <div
      role="separator"
      aria-label="Width of the tree"
      aria-orientation="vertical"
      aria-valuenow={treeWidth}
      aria-valuemin={narrowestTree}
      aria-valuemax={widestTree}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
      className="-mx-0.5 relative z-10 w-1 shrink-0 cursor-col-resize touch-none bg-transparent before:absolute before:inset-y-0 before:left-0.5 before:w-px before:bg-line hover:bg-accent"
    />
  );
};
