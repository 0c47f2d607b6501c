import { useEffect, useState } from 'react';
import type { AppErrorCode } from '#shared/model/errors.ts';
import { errorCode } from '../errors.ts';

export type StreamStatus =
  | { readonly state: 'opening' | 'live' | 'ended' }
  | { readonly state: 'waiting' | 'failed'; readonly error: unknown };

const passing: ReadonlySet<AppErrorCode | 'INTERNAL' | undefined> = new Set([
  undefined,
  'UNREACHABLE',
  'BUSY',
  'LIMIT',
  'CANCELLED',
]);

/** Failures that another attempt alone will not cure, such as a missing permission. */
export const isFinalFailure = (error: unknown): boolean => !passing.has(errorCode(error));

const retryMs = 3_000;

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, retryMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

interface StreamOptions<T> {
  /** Another key is another stream; undefined opens none. */
  readonly streamKey: string | undefined;
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<T>>;
  readonly onItem: (item: T) => void;
}

/** Follows a stream of the core while mounted, and opens it again after a cut. */
export const useStream = <T>({ streamKey, open, onItem }: StreamOptions<T>): StreamStatus => {
  const [status, setStatus] = useState<StreamStatus>({ state: 'opening' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when it is another stream
  useEffect(() => {
    if (streamKey === undefined) return;
    const control = new AbortController();
    const { signal } = control;
    const tell = (next: StreamStatus): void => {
      if (!signal.aborted) setStatus(next);
    };
    const follow = async (): Promise<void> => {
      tell({ state: 'opening' });
      while (!signal.aborted) {
        try {
          const items = await open(signal);
          for await (const item of items) {
            if (signal.aborted) return;
            tell({ state: 'live' });
            onItem(item);
          }
          return tell({ state: 'ended' });
        } catch (error) {
          const isFinal = isFinalFailure(error);
          tell({ state: isFinal ? 'failed' : 'waiting', error });
          if (isFinal) return;
        }
        await pause(signal);
      }
    };
    void follow();
    return () => control.abort();
  }, [streamKey]);
  return status;
};
