/** Batches that may be under way to a reader before the host waits. */
const windowBatches = 16;

interface Window {
  sent: number;
  received: number;
  wake: (() => void) | null;
}

/**
 * Back-pressure for streams over a message port or a WebSocket, which oRPC lacks: the reader names its
 * stream in the header `x-stream-id` and acknowledges every 8 batches; past 16 unacknowledged the host waits.
 */
export class StreamCredit {
  readonly #windows = new Map<string, Window>();

  /** Yields on from the source as the reader keeps up; forgets the window at the end. */
  async *limit<T>(key: string, source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void> {
    const window: Window = { sent: 0, received: 0, wake: null };
    this.#windows.set(key, window);
    try {
      for await (const item of source) {
        while (window.sent - window.received >= windowBatches && !signal.aborted) {
          await untilCredit(window, signal);
        }
        if (signal.aborted) return;
        window.sent += 1;
        yield item;
      }
    } finally {
      this.#windows.delete(key);
    }
  }

  /** `received` counts all batches so far; an unknown stream has just ended, which is no error. */
  acknowledge(key: string, received: number): void {
    const window = this.#windows.get(key);
    if (!window) return;
    window.received = Math.min(window.sent, Math.max(window.received, received));
    window.wake?.();
  }
}

const untilCredit = (window: Window, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener('abort', done);
      window.wake = null;
      resolve();
    };
    signal.addEventListener('abort', done, { once: true });
    window.wake = done;
  });
