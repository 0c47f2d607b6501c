import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';

interface VirtualRowsOptions {
  readonly count: number;
  /** In pixels; all rows have the same. */
  readonly rowHeight: number;
  /** Rows drawn beyond each edge. */
  readonly overscan?: number;
}

interface VirtualRows {
  readonly scrollRef: RefObject<HTMLDivElement | null>;
  /** First row to draw … */
  readonly start: number;
  /** … and the one after the last. */
  readonly end: number;
  readonly totalHeight: number;
  /** Scrolls as little as it takes to show the row. */
  readonly scrollToIndex: (index: number) => void;
}

/**
 * Windowing over rows of one height. The range is plain arithmetic on the scroll position, so a list costs
 * the same with ten rows as with a million; a measuring library keeps an entry for each.
 */
export const useVirtualRows = ({ count, rowHeight, overscan = 6 }: VirtualRowsOptions): VirtualRows => {
  const scrollRef = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ first: 0, rows: 40 });

  useLayoutEffect(() => {
    const element = scrollRef.current;
    if (!element) return;
    const measure = (): void => {
      const first = Math.floor(element.scrollTop / rowHeight);
      const rows = Math.ceil(element.clientHeight / rowHeight) + 1;
      setView((known) => (known.first === first && known.rows === rows ? known : { first, rows }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [rowHeight]);

  const scrollToIndex = useCallback(
    (index: number) => {
      const element = scrollRef.current;
      if (!element) return;
      const top = index * rowHeight;
      const bottom = top + rowHeight;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (bottom > element.scrollTop + element.clientHeight)
        element.scrollTop = bottom - element.clientHeight;
    },
    [rowHeight],
  );

  const first = Math.min(view.first, Math.max(0, count - view.rows));
  return {
    scrollRef,
    start: Math.max(0, first - overscan),
    end: Math.min(count, first + view.rows + overscan),
    totalHeight: count * rowHeight,
    scrollToIndex,
  };
};
