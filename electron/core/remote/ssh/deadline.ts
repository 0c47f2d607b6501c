import { cancelled } from './failure.ts';

/** What bounds one operation: a length, an abort signal, and what to say of each. */
export interface Deadline {
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Names the operation in CANCELLED. */
  readonly what: string;
  onTimeout(): Error;
}

/**
 * Runs a callback-style operation under a deadline. `start` gets settle functions and may return what undoes
 * the operation, which runs when the deadline or the signal comes first.
 */
export const withDeadline = <T>(
  deadline: Deadline,
  start: (resolve: (value: T) => void, reject: (error: unknown) => void) => (() => void) | undefined,
): Promise<T> => {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  if (deadline.signal?.aborted) {
    reject(cancelled(deadline.what));
    return promise;
  }
  let undo: (() => void) | undefined;
  const giveUp = (error: Error) => {
    reject(error);
    undo?.();
  };
  const onAbort = () => giveUp(cancelled(deadline.what));
  const timer =
    deadline.timeoutMs === undefined
      ? undefined
      : setTimeout(() => giveUp(deadline.onTimeout()), deadline.timeoutMs);
  deadline.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    undo = start(resolve, reject);
  } catch (error) {
    reject(error);
  }
  return promise.finally(() => {
    clearTimeout(timer);
    deadline.signal?.removeEventListener('abort', onAbort);
  });
};
