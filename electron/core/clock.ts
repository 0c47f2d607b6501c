/** Elapsing time: how long something took, and being woken after a while. Tests own one of their own. */
export interface Clock {
  /** Milliseconds that only grow, from an origin that means nothing. */
  elapsed(): number;
  /** Calls once after `ms`; answers how to call that off. */
  after(ms: number, call: () => void): () => void;
}

/** The clock of this process. */
export const realClock: Clock = {
  elapsed: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms`, or as soon as the signal aborts. */
export const sleep = (clock: Clock, ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = (): void => {
      stop();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const stop = clock.after(ms, end);
    signal?.addEventListener('abort', end, { once: true });
  });
