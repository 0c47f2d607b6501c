import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import type { LogSnapshot } from './log-buffer.ts';
import type { LogRow } from './log-line.ts';
import type { Range } from './log-query.ts';
import { LogText } from './log-text.tsx';
import { hueOf, shortTime } from './log-words.ts';

const lineHeight = 18;
const nearEnd = 24;

export interface LogRowsHandle {
  readonly scrollTo: (index: number) => void;
  readonly focus: () => void;
}

interface LogRowsProps {
  readonly label: string;
  readonly snapshot: LogSnapshot;
  /** Indexes into the snapshot; all of it when absent. */
  readonly only: readonly number[] | undefined;
  readonly isWrapped: boolean;
  readonly hasTime: boolean;
  readonly find: ((text: string) => Range[]) | undefined;
  readonly currentSeq: number | undefined;
  readonly onLeaveEnd: () => void;
  readonly onReachEnd: () => void;
  readonly onReachStart: (() => void) | undefined;
  readonly ref: Ref<LogRowsHandle>;
}

interface LineProps {
  readonly row: LogRow;
  readonly hue: string | undefined;
  readonly hasTime: boolean;
  readonly isWrapped: boolean;
  readonly find: LogRowsProps['find'];
  readonly isCurrent: boolean;
}

const Line = ({ row, hue, hasTime, isWrapped, find, isCurrent }: LineProps) => (
  <div
    className={`flex gap-3 px-3 leading-[18px] ${isWrapped ? 'whitespace-pre-wrap [overflow-wrap:anywhere]' : 'w-max min-w-full whitespace-pre'} ${isCurrent ? 'bg-selected' : 'hover:bg-hover'} ${row.stream === 'system' ? 'text-secondary' : ''}`}
  >
    {hasTime && (
      <time dateTime={row.at} title={row.at} className="shrink-0 select-none text-muted tabular-nums">
        {shortTime(row.at)}
      </time>
    )}
    {hue !== undefined && (
      <span className="w-28 shrink-0 select-none truncate" style={{ color: hue }} title={row.source}>
        {row.source}
      </span>
    )}
    {row.stream === 'stderr' && <span className="sr-only">stderr: </span>}
    <span className={row.stream === 'stderr' ? 'border-state-failed border-l-2 pl-1.5' : 'pl-2'}>
      <LogText text={row.text} find={find} isCurrent={isCurrent} />
    </span>
  </div>
);

/** Pixels from the lower edge of what is seen to the end of the log. */
const distanceFromEnd = (box: HTMLElement): number => box.scrollHeight - box.clientHeight - box.scrollTop;

/** Tells moves of the reader from those of the log: up leaves the end, back down returns to it. */
const useEndWatch = (
  isFollowing: boolean,
  { onLeaveEnd, onReachEnd, onReachStart }: Pick<LogRowsProps, 'onLeaveEnd' | 'onReachEnd' | 'onReachStart'>,
) => {
  const last = useRef({ top: 0, fromEnd: 0 });
  const watch = (box: HTMLElement) => {
    // Where the log itself put it, as when it is paused at its end, the reader did not go.
    if (box.scrollTop === last.current.top) return;
    const isUp = box.scrollTop < last.current.top - 1;
    last.current = { top: box.scrollTop, fromEnd: distanceFromEnd(box) };
    const isAtEnd = last.current.fromEnd < nearEnd;
    if (isAtEnd && !isFollowing && !isUp) onReachEnd();
    else if (!isAtEnd && isUp && isFollowing) onLeaveEnd();
    if (isUp && box.scrollTop < lineHeight * 4) onReachStart?.();
  };
  return { watch, last };
};

type LinesProps = Pick<LogRowsProps, 'snapshot' | 'only' | 'isWrapped' | 'hasTime' | 'find' | 'currentSeq'>;

const rowOf = (
  { snapshot, only }: Pick<LinesProps, 'snapshot' | 'only'>,
  index: number,
): LogRow | undefined => snapshot.row(only ? (only[index] ?? -1) : index);

const countOf = ({ snapshot, only }: Pick<LinesProps, 'snapshot' | 'only'>): number =>
  only?.length ?? snapshot.count;

/** Draws one line as all others are drawn. */
function drawLine(props: LinesProps, row: LogRow) {
  const { snapshot, isWrapped, hasTime, find, currentSeq } = props;
  const hasSources = snapshot.sources.length > 1;
  return (
    <Line
      row={row}
      hue={hasSources ? hueOf(snapshot.sources.indexOf(row.source)) : undefined}
      hasTime={hasTime}
      isWrapped={isWrapped}
      find={find}
      isCurrent={row.seq === currentSeq}
    />
  );
}

/**
 * Lines of room above a tail: up to 2,048 exactly, then the next power of two, so that the end of a quick log stays where
 * it was in the frame before, and a reader who leaves it has gone as far as they scrolled.
 */
const tailRoom = (lines: number): number => (lines <= 2_048 ? lines : 2 ** Math.ceil(Math.log2(lines)));

/**
 * The end of a log that is followed, below room for the lines before it. It sticks to the lower edge of what is seen,
 * so it needs no position: a window that is worked out from one is a frame behind what the same frame scrolls to, and
 * where its room grows Chromium shows a place that it has not painted yet (1 of 8 pictures on a busy machine).
 */
function Tail(props: LinesProps) {
  const { isWrapped } = props;
  const count = countOf(props);
  // As many as the whole screen holds, so that a window that grows shows no gap above them.
  const first = Math.max(0, count - Math.ceil(window.screen.height / lineHeight));
  const rows = Array.from({ length: count - first }, (_, at) => rowOf(props, first + at)).filter(
    (row) => row !== undefined,
  );
  return (
    <div className={isWrapped ? 'w-full' : 'w-max min-w-full'}>
      <div style={{ height: tailRoom(first) * lineHeight }} />
      <div className="sticky bottom-0">
        {rows.map((row) => (
          <div key={row.seq}>{drawLine(props, row)}</div>
        ))}
      </div>
    </div>
  );
}

/** The lines around where the reader stands. */
function Window({ virtual, ...props }: LinesProps & { readonly virtual: Virtualizer<HTMLElement, Element> }) {
  const { isWrapped } = props;
  return (
    <div className="relative min-w-full" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, key, start }) => {
        const row = rowOf(props, index);
        if (!row) return null;
        return (
          <div
            key={key}
            data-index={index}
            ref={isWrapped ? virtual.measureElement : undefined}
            className="absolute top-0 left-0 min-w-full"
            style={{ transform: `translateY(${start}px)`, ...(isWrapped ? { width: '100%' } : {}) }}
          >
            {drawLine(props, row)}
          </div>
        );
      })}
    </div>
  );
}

/** The lines of a log; only those in sight are drawn. */
export const LogRows = (props: LogRowsProps) => {
  const { label, snapshot, only, isWrapped, hasTime, find, currentSeq, ref } = props;
  const box = useRef<HTMLElement>(null);
  const firstSeq = useRef(snapshot.firstSeq);
  /** The line to show as soon as the log stands still. */
  const wanted = useRef<number>(undefined);
  const isFollowing = !snapshot.isPaused;
  const lines: LinesProps = { snapshot, only, isWrapped, hasTime, find, currentSeq };
  const virtual = useVirtualizer({
    // It measures every line whenever their number changes, which a log that is followed does each frame.
    count: isFollowing ? 0 : countOf(lines),
    getScrollElement: () => box.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => rowOf(lines, index)?.seq ?? index,
    overscan: 12,
  });
  const { watch, last } = useEndWatch(isFollowing, props);
  const wasFollowing = useRef(isFollowing);

  useImperativeHandle(ref, () => ({
    scrollTo: (index) => {
      if (isFollowing) wanted.current = index;
      else virtual.scrollToIndex(index, { align: 'center' });
    },
    focus: () => box.current?.focus(),
  }));

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const added = firstSeq.current - snapshot.firstSeq;
    firstSeq.current = snapshot.firstSeq;
    const hasLeftEnd = wasFollowing.current && !isFollowing;
    wasFollowing.current = isFollowing;
    if (isFollowing) element.scrollTop = element.scrollHeight;
    else if (hasLeftEnd) {
      element.scrollTop += distanceFromEnd(element) - last.current.fromEnd;
      last.current = { ...last.current, top: element.scrollTop };
    } else if (added > 0 && !only) element.scrollTop += added * lineHeight;
    if (isFollowing || wanted.current === undefined) return;
    virtual.scrollToIndex(wanted.current, { align: 'center' });
    wanted.current = undefined;
  }, [snapshot, isFollowing, only, virtual, last]);

  return (
    <section
      ref={box}
      tabIndex={0}
      aria-label={label}
      onScroll={(event) => watch(event.currentTarget)}
      className="min-h-0 flex-1 overflow-auto bg-canvas font-mono text-sm [overflow-anchor:none] focus-visible:outline-offset-[-2px]"
    >
      {isFollowing ? <Tail {...lines} /> : <Window {...lines} virtual={virtual} />}
    </section>
  );
};
