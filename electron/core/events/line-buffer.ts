import type { LogBatch, LogLine } from '#shared/contract/log.ts';
import { Latch } from './latch.ts';

const maxLines = 10_000;
const maxChars = 8 * 1024 * 1024;
const batchLines = 500;
const batchMs = 50;

const compareTimes = (a: LogLine, b: LogLine): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

/** The lines of all sources in the order of their times; equal times keep their order. */
export const mergedByTime = (lines: readonly LogLine[]): LogLine[] => [...lines].sort(compareTimes);

/**
 * Lines on their way from a fast writer to a reader of any speed: 10,000 lines or 8 MiB at most. Past that
 * the oldest go, and the next batch says how many.
 */
export class LineBuffer {
  #lines: LogLine[] = [];
  #chars = 0;
  #skipped = 0;
  #isEnded = false;
  #failure: { readonly error: unknown } | null = null;
  readonly #news = new Latch();

  push(lines: readonly LogLine[]): void {
    for (const line of lines) {
      this.#lines.push(line);
      this.#chars += line.text.length;
    }
    this.#shed();
    if (lines.length > 0) this.#news.open();
  }

  #shed(): void {
    let drop = Math.max(0, this.#lines.length - maxLines);
    for (let at = 0; at < drop; at += 1) this.#chars -= this.#lines[at]?.text.length ?? 0;
    while (this.#chars > maxChars && drop < this.#lines.length) {
      this.#chars -= this.#lines[drop]?.text.length ?? 0;
      drop += 1;
    }
    if (drop === 0) return;
    this.#lines.splice(0, drop);
    this.#skipped += drop;
  }

  /** Nothing more comes; a failure is thrown to the reader once it has read the rest. */
  end(failure?: { readonly error: unknown }): void {
    this.#isEnded = true;
    this.#failure = failure ?? null;
    this.#news.open();
  }

  #take(): LogBatch {
    const lines = mergedByTime(this.#lines.splice(0, batchLines));
    for (const line of lines) this.#chars -= line.text.length;
    const skipped = this.#skipped;
    this.#skipped = 0;
    return skipped > 0 ? { lines, skipped } : { lines };
  }

  /** Batches of up to 50 ms or 500 lines, merged by time. Ends with `end` or the signal. */
  async *read(signal: AbortSignal): AsyncGenerator<LogBatch, void> {
    while (!signal.aborted) {
      if (this.#lines.length > 0) {
        const until = performance.now() + batchMs;
        for (let left = batchMs; left > 0 && this.#lines.length < batchLines && !this.#isEnded; ) {
          await this.#news.wait(left, signal);
          left = until - performance.now();
        }
        if (signal.aborted) return;
        yield this.#take();
      } else if (this.#isEnded) {
        if (this.#failure) throw this.#failure.error;
        return;
      } else {
        await this.#news.wait(60_000, signal);
      }
    }
  }
}
