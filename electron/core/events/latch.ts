import { type Clock, realClock } from '../clock.ts';

/** Lets one loop wait for news that others bring; news that comes before the wait is not lost. */
export class Latch {
  readonly #clock: Clock;
  #isOpen = false;
  #release: (() => void) | null = null;

  constructor(clock: Clock = realClock) {
    this.#clock = clock;
  }

  open(): void {
    this.#isOpen = true;
    this.#release?.();
  }

  /** Resolves at the next news, after `timeoutMs`, or when the signal aborts. */
  async wait(timeoutMs: number, signal?: AbortSignal): Promise<void> {
    if (!this.#isOpen && !signal?.aborted) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          stop();
          signal?.removeEventListener('abort', done);
          this.#release = null;
          resolve();
        };
        const stop = this.#clock.after(timeoutMs, done);
        signal?.addEventListener('abort', done, { once: true });
        this.#release = done;
      });
    }
    this.#isOpen = false;
  }
}
