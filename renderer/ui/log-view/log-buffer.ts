import type { LogBatch, LogLine, LogRow } from './log-line.ts';

/** A bounded log in memory: the newest lines, with older pages put before them on demand. */
export interface LogBuffer {
  /** Adds a batch at the end, or keeps it back while paused. */
  append(batch: LogBatch): void;
  /** Puts an older page before the first line; a paused buffer may hold twice its capacity for it. */
  prepend(lines: readonly LogLine[]): void;
  /** Freezes what is shown. Lines that arrive meanwhile wait, the newest of them at most `capacity`. */
  pause(): void;
  resume(): void;
  clear(): void;
  subscribe(listener: () => void): () => void;
  snapshot(): LogSnapshot;
}

/** What a log view shows; a new object after each change. `row(0)` is the oldest line held. */
export interface LogSnapshot {
  readonly count: number;
  readonly firstSeq: number;
  readonly row: (index: number) => LogRow | undefined;
  readonly isPaused: boolean;
  /** Lines that arrived since the pause. */
  readonly waiting: number;
  /** Lines that were held once and left at the old end. */
  readonly dropped: number;
  /** The sources seen, in the order of their first line. */
  readonly sources: readonly string[];
}

interface Options {
  readonly capacity?: number;
  /** When listeners are told; at most once a frame by default, so that bursts cost one rendering. */
  readonly schedule?: (tell: () => void) => void;
}

const skippedLine = (count: number, at: string): LogLine => ({
  at,
  stream: 'system',
  source: '',
  text: `${count.toLocaleString('en')} lines skipped here: they came faster than they could be read`,
});

const withSkipped = (batch: LogBatch): readonly LogLine[] =>
  batch.skipped ? [skippedLine(batch.skipped, batch.lines[0]?.at ?? ''), ...batch.lines] : batch.lines;

const everyFrame = (tell: () => void): void => {
  requestAnimationFrame(tell);
};

/** Makes an empty buffer. Lines are never copied: a view asks for the rows it shows. */
export const createLogBuffer = ({ capacity = 100_000, schedule = everyFrame }: Options = {}): LogBuffer => {
  let rows: LogRow[] = [];
  let waiting: LogLine[] = [];
  let waitingCount = 0;
  let isPaused = false;
  let isScheduled = false;
  let nextSeq = 1;
  let dropped = 0;
  let current: LogSnapshot | undefined;
  const sources = new Set<string>();
  const listeners = new Set<() => void>();

  const changed = () => {
    if (isScheduled) return;
    isScheduled = true;
    schedule(() => {
      isScheduled = false;
      current = undefined;
      for (const listener of listeners) listener();
    });
  };

  const push = (lines: readonly LogLine[]) => {
    for (const line of lines) {
      rows.push({ ...line, seq: nextSeq });
      nextSeq += 1;
      if (line.source) sources.add(line.source);
    }
    if (rows.length > capacity + 1_000) {
      dropped += rows.length - capacity;
      rows = rows.slice(-capacity);
    }
  };

  const hold = (lines: readonly LogLine[]) => {
    waitingCount += lines.length;
    waiting.push(...lines);
    if (waiting.length > capacity * 2) waiting = waiting.slice(-capacity);
  };

  const take = (): LogSnapshot => {
    const held = rows;
    const count = held.length;
    return {
      count,
      firstSeq: held[0]?.seq ?? nextSeq,
      row: (index) => (index < count ? held[index] : undefined),
      isPaused,
      waiting: waitingCount,
      dropped,
      sources: [...sources],
    };
  };

  return {
    append: (batch) => {
      const lines = withSkipped(batch);
      if (lines.length === 0) return;
      if (isPaused) hold(lines);
      else push(lines);
      changed();
    },
    prepend: (lines) => {
      const room = Math.max(0, capacity * 2 - rows.length);
      const page = lines.slice(Math.max(0, lines.length - room));
      const firstSeq = (rows[0]?.seq ?? nextSeq) - page.length;
      rows = [...page.map((line, index) => ({ ...line, seq: firstSeq + index })), ...rows];
      for (const line of page) if (line.source) sources.add(line.source);
      dropped = Math.max(0, dropped - page.length);
      changed();
    },
    pause: () => {
      if (isPaused) return;
      isPaused = true;
      changed();
    },
    resume: () => {
      if (!isPaused) return;
      isPaused = false;
      const lost = waitingCount - waiting.length;
      push(lost > 0 ? [skippedLine(lost, waiting[0]?.at ?? ''), ...waiting] : waiting);
      waiting = [];
      waitingCount = 0;
      changed();
    },
    clear: () => {
      rows = [];
      waiting = [];
      waitingCount = 0;
      dropped = 0;
      isPaused = false;
      sources.clear();
      changed();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => {
      current ??= take();
      return current;
    },
  };
};
