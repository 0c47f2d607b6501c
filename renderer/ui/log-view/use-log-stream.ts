import { useEffect, useState, useSyncExternalStore } from 'react';
import { createLogBuffer, type LogBuffer, type LogSnapshot } from './log-buffer.ts';
import type { LogBatch } from './log-line.ts';

/** Where a reader has got to, to go on from after a cut. */
export interface LogPosition {
  readonly cursor?: string | undefined;
  /** `at` of the last line. */
  readonly lastAt?: string | undefined;
}

export type LogStatus =
  | { readonly state: 'opening' | 'live' | 'ended' }
  | { readonly state: 'waiting'; readonly error: unknown }
  | { readonly state: 'failed'; readonly error: unknown };

interface LogStreamOptions {
  /** Another key is another log: what is shown is cleared and read anew. Undefined reads nothing. */
  readonly streamKey: string | undefined;
  readonly open: (position: LogPosition, signal: AbortSignal) => Promise<AsyncIterable<LogBatch>>;
  /** Failures that no second attempt will cure, such as a missing permission. */
  readonly isFinal: (error: unknown) => boolean;
  readonly capacity?: number;
}

const delaysMs = [500, 1_000, 2_000, 5_000, 10_000];

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });

interface Run {
  readonly open: LogStreamOptions['open'];
  readonly isFinal: LogStreamOptions['isFinal'];
  readonly buffer: LogBuffer;
  readonly signal: AbortSignal;
  readonly tell: (status: LogStatus) => void;
}

/** Without a cursor a log is opened again by time, and its last line comes once more. */
const afterLast = (batch: LogBatch, lastAt: string): LogBatch => ({
  ...batch,
  lines: batch.lines.filter(({ at }) => at > lastAt),
});

const followLog = async ({ open, isFinal, buffer, signal, tell }: Run): Promise<void> => {
  let position: LogPosition = {};
  let failures = 0;
  while (!signal.aborted) {
    try {
      const { cursor, lastAt } = position;
      const batches = await open(position, signal);
      if (!signal.aborted) tell({ state: 'live' });
      for await (const batch of batches) {
        failures = 0;
        if (signal.aborted) return;
        buffer.append(cursor === undefined && lastAt ? afterLast(batch, lastAt) : batch);
        position = {
          cursor: batch.cursor ?? position.cursor,
          lastAt: batch.lines.at(-1)?.at ?? position.lastAt,
        };
      }
      if (!signal.aborted) tell({ state: 'ended' });
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (isFinal(error)) return tell({ state: 'failed', error });
      tell({ state: 'waiting', error });
      await pause(delaysMs[Math.min(failures, delaysMs.length - 1)] ?? 0, signal);
      failures += 1;
    }
  }
};

export interface LogStream {
  readonly buffer: LogBuffer;
  readonly status: LogStatus;
}

/** Reads a log into a buffer while mounted; after a cut it goes on where it was. */
export const useLogStream = ({ streamKey, open, isFinal, capacity }: LogStreamOptions): LogStream => {
  const [buffer] = useState(() => createLogBuffer(capacity === undefined ? {} : { capacity }));
  const [status, setStatus] = useState<LogStatus>({ state: 'opening' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when it is another log
  useEffect(() => {
    if (streamKey === undefined) return;
    const control = new AbortController();
    buffer.clear();
    setStatus({ state: 'opening' });
    void followLog({ open, isFinal, buffer, signal: control.signal, tell: setStatus });
    return () => control.abort();
  }, [streamKey, buffer]);
  return { buffer, status };
};

/** What the buffer holds now; renders again at most once a frame. */
export const useLogSnapshot = (buffer: LogBuffer): LogSnapshot =>
  useSyncExternalStore(buffer.subscribe, buffer.snapshot);
