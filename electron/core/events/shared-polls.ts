/** Reads something again and again for all who follow it: one poll a key, for as long as anybody does. */
export interface SharedPolls<T> {
  /** The newest sample each time that the reader is ready for one; ends by throwing why the poll failed. */
  follow(key: string, signal: AbortSignal): AsyncGenerator<T, void>;
  close(): void;
}

/** Hands each sample to `take`, until it fails or the signal aborts. */
type Poll<T> = (key: string, take: (sample: T) => void, signal: AbortSignal) => Promise<void>;

/** Makes the polls; a reader that is slow is told the newest sample alone, and costs no memory. */
export function createSharedPolls<T>(poll: Poll<T>): SharedPolls<T> {
  const running = new Map<string, Running<T>>();

  const start = (key: string): Running<T> => {
    const made: Running<T> = {
      abort: new AbortController(),
      waiting: new Set(),
      readers: 0,
      count: 0,
      latest: undefined,
      ended: null,
    };
    running.set(key, made);
    const take = (sample: T): void => {
      made.latest = { sample };
      made.count += 1;
      wakeAll(made);
    };
    const end = (error: unknown): void => {
      made.ended = { error };
      if (running.get(key) === made) running.delete(key);
      wakeAll(made);
    };
    poll(key, take, made.abort.signal).then(() => end(undefined), end);
    return made;
  };

  const leave = (key: string, left: Running<T>): void => {
    left.readers -= 1;
    if (left.readers > 0) return;
    if (running.get(key) === left) running.delete(key);
    left.abort.abort();
  };

  return {
    async *follow(key, signal) {
      const followed = running.get(key) ?? start(key);
      followed.readers += 1;
      let seen = 0;
      try {
        while (!signal.aborted) {
          if (followed.latest && followed.count > seen) {
            seen = followed.count;
            yield followed.latest.sample;
          } else if (followed.ended) {
            if (followed.ended.error !== undefined) throw followed.ended.error;
            return;
          } else await untilNext(followed, signal);
        }
      } finally {
        leave(key, followed);
      }
    },
    close() {
      for (const { abort } of running.values()) abort.abort();
      running.clear();
    },
  };
}

interface Running<T> {
  readonly abort: AbortController;
  readonly waiting: Set<() => void>;
  readers: number;
  /** Counts samples, so that a reader knows one that it has seen. */
  count: number;
  latest: { readonly sample: T } | undefined;
  ended: { readonly error: unknown } | null;
}

function wakeAll({ waiting }: Running<unknown>): void {
  for (const wake of waiting) wake();
  waiting.clear();
}

function untilNext({ waiting }: Running<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener('abort', done);
      waiting.delete(done);
      resolve();
    };
    signal.addEventListener('abort', done, { once: true });
    waiting.add(done);
  });
}
