import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { classNames } from './class-names.ts';

interface SidewaysProps {
  readonly className?: string;
  readonly children: ReactNode;
}

/** A frame in which what is wider scrolls sideways; on a side where there is more, an edge with a shade says so. */
export function Sideways({ className, children }: SidewaysProps) {
  const scroller = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (scroller.current ? followEdges(scroller.current) : undefined), []);
  return (
    <div className={classNames('relative flex min-h-0 min-w-0', edge, leftEdge, rightEdge, className)}>
      <div
        ref={scroller}
        data-sideways
        className="flex min-w-0 flex-1 flex-col overflow-x-auto overflow-y-hidden"
      >
        {children}
      </div>
    </div>
  );
}

const edge =
  'before:pointer-events-none before:absolute before:inset-y-0 before:z-10 before:hidden before:w-5 before:from-strong/60 before:to-transparent after:pointer-events-none after:absolute after:inset-y-0 after:z-10 after:hidden after:w-5 after:from-strong/60 after:to-transparent';
const leftEdge =
  'before:left-0 before:border-control before:border-l before:bg-linear-to-r data-[more~=left]:before:block';
const rightEdge =
  'after:right-0 after:border-control after:border-r after:bg-linear-to-l data-[more~=right]:after:block';

/** Keeps `data-more` of the frame at the sides where something is out of sight. */
function followEdges(scroller: HTMLElement): () => void {
  const measure = (): void => {
    const { scrollLeft, clientWidth, scrollWidth } = scroller;
    const sides = [scrollLeft > 1 && 'left', scrollLeft + clientWidth < scrollWidth - 1 && 'right'];
    scroller.parentElement?.setAttribute('data-more', sides.filter(Boolean).join(' '));
  };
  const observer = new ResizeObserver(measure);
  observer.observe(scroller);
  for (const child of scroller.children) observer.observe(child);
  scroller.addEventListener('scroll', measure, { passive: true });
  return () => {
    observer.disconnect();
    scroller.removeEventListener('scroll', measure);
  };
}
