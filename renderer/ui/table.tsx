import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { classNames } from './class-names.ts';
import { Sideways } from './sideways.tsx';
import { useVirtualRows } from './use-virtual-rows.ts';

export interface TableColumn<T> {
  readonly id: string;
  readonly header: string;
  /** Read to screen readers only, such as over buttons. */
  readonly hidesHeader?: boolean;
  /** What the values are counted in, such as of what 100 % are. */
  readonly hint?: string;
  /** A grid track such as `8rem` or `minmax(0, 2fr)`; an equal share when absent. */
  readonly width?: string;
  readonly align?: 'left' | 'right';
  readonly cell: (row: T) => ReactNode;
}

interface TableProps<T> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  readonly columns: readonly TableColumn<T>[];
  /** Makes rows selectable: by click, or arrows and Enter. */
  readonly onOpen?: (row: T) => void;
  /** What Space does to the row that the arrows stand on, such as selecting it. */
  readonly onToggle?: (row: T) => void;
  readonly selectedKey?: string | undefined;
  /** `fill` takes the parent's height; `auto` grows with its rows up to 60 % of the window. */
  readonly height?: 'fill' | 'auto';
  readonly empty?: ReactNode;
  /** Called when the last rows come into sight: fetch the next page. */
  readonly onReachEnd?: () => void;
}

const rowHeight = 32;
/**
 * Whether a key is meant for something else than the rows: for a dialog that was opened from a cell, for a field, which
 * keeps its arrows, or for a button or a link in a row, which Enter and Space press.
 */
const isForAnother = ({ key, target, currentTarget }: KeyboardEvent): boolean => {
  if (!(target instanceof Element) || !currentTarget.contains(target)) return true;
  const isPress = key === 'Enter' || key === ' ';
  return target.closest(isPress ? 'button, a, input, select, textarea' : 'input, select, textarea') !== null;
};

/** Whether a click is meant for a button or a link in a row, and not for the row. */
const isOfCell = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('button, a, input, select, textarea') !== null;

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15 };

const nextIndex = (key: string, at: number, count: number): number | undefined => {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = steps[key];
  return step === undefined ? undefined : Math.min(count - 1, Math.max(0, at + step));
};

/** Text that is cut shows itself whole under the mouse. */
const TableCell = ({ isRight, content }: { readonly isRight: boolean; readonly content: ReactNode }) => (
  <div
    role="cell"
    title={typeof content === 'string' && content !== '' ? content : undefined}
    className={classNames('min-w-0 truncate', isRight && 'text-right tabular-nums')}
  >
    {content}
  </div>
);

/** A table of any length; only the rows in sight are drawn. */
export const Table = <T,>({
  label,
  rows,
  rowKey,
  columns,
  onOpen,
  onToggle,
  selectedKey,
  height = 'auto',
  empty,
  onReachEnd,
}: TableProps<T>) => {
  const [active, setActive] = useState(0);
  const { scrollRef, start, end, totalHeight, scrollToIndex } = useVirtualRows({
    count: rows.length,
    rowHeight,
  });
  const tracks = columns.map(({ width }) => trackOf(width));
  const gridTemplateColumns = tracks.join(' ');

  const isAtEnd = end >= rows.length && rows.length > 0;
  useEffect(() => {
    if (isAtEnd) onReachEnd?.();
  }, [isAtEnd, onReachEnd]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (isForAnother(event)) return;
    const row = rows[active];
    if (event.key === 'Enter' && onOpen && row) {
      event.preventDefault();
      onOpen(row);
      return;
    }
    if (event.key === ' ' && onToggle && row) {
      event.preventDefault();
      onToggle(row);
      return;
    }
    const next = nextIndex(event.key, active, rows.length);
    if (next === undefined || rows.length === 0) return;
    event.preventDefault();
    setActive(next);
    scrollToIndex(next);
  };

  if (rows.length === 0 && empty) return empty;
  return (
    <Sideways className={height === 'fill' ? 'h-full' : ''}>
      <div
        role="table"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        style={{ minWidth: leastWidth(tracks) }}
        className={classNames('flex min-h-0 flex-col text-base', height === 'fill' && 'h-full')}
      >
        <div role="rowgroup" className="border-line border-b">
          <div role="row" style={{ gridTemplateColumns }} className="grid gap-3 px-3 py-1 text-muted text-sm">
            {columns.map(({ id, header, hidesHeader, hint, align }) => (
              <div
                key={id}
                role="columnheader"
                title={hint}
                className={align === 'right' ? 'text-right' : ''}
              >
                {hidesHeader ? <span className="sr-only">{header}</span> : header}
              </div>
            ))}
          </div>
        </div>
        <div
          ref={scrollRef}
          role="rowgroup"
          tabIndex={0}
          onKeyDown={onKeyDown}
          className={classNames(
            'group/rows min-h-0 overflow-y-auto focus-visible:outline-offset-[-2px]',
            height === 'fill' ? 'flex-1' : 'max-h-[60vh]',
          )}
        >
          <div role="presentation" className="relative" style={{ height: totalHeight }}>
            {rows.slice(start, end).map((row, offset) => {
              const index = start + offset;
              const key = rowKey(row);
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the group above has the keys
                <div
                  key={key}
                  role="row"
                  aria-rowindex={index + 2}
                  aria-current={key === selectedKey ? true : undefined}
                  tabIndex={-1}
                  onClick={({ target }) => {
                    setActive(index);
                    if (!isOfCell(target)) onOpen?.(row);
                  }}
                  style={{ gridTemplateColumns, transform: `translateY(${index * rowHeight}px)` }}
                  className={classNames(
                    'absolute inset-x-0 grid h-8 items-center gap-3 border-line px-3 hover:bg-hover',
                    index < rows.length - 1 && 'border-b',
                    onOpen && 'cursor-pointer',
                    key === selectedKey && 'bg-selected shadow-[inset_2px_0_var(--accent)]',
                    index === active && 'group-focus-visible/rows:bg-hover',
                  )}
                >
                  {columns.map(({ id, cell, align }) => (
                    <TableCell key={id} isRight={align === 'right'} content={cell(row)} />
                  ))}
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </Sideways>
  );
};

/** A column that takes what is left still shows enough of its text to know it by. */
function trackOf(width = 'minmax(0, 1fr)'): string {
  return width.replace('minmax(0,', 'minmax(6rem,');
}

/** The width below which the table scrolls sideways: its tracks at their narrowest, the gaps, and the padding. */
function leastWidth(tracks: readonly string[]): string {
  const least = tracks.map((track) => /^minmax\(([^,]+),/.exec(track)?.[1] ?? track);
  return `calc(${[...least, `${tracks.length - 1} * 0.75rem`, '1.5rem'].join(' + ')})`;
}
