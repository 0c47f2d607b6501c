const eventBytes = 64 * 1024;

/** Bytes on their way to the one who looks at a terminal; bounded by whoever fills it, who asks `bytes`. */
export class Reader {
  readonly #pending: Buffer[] = [];
  #bytes = 0;
  #wake: (() => void) | null = null;
  /** Somebody else attached; this reader gets no more. */
  isReplaced = false;

  get bytes(): number {
    return this.#bytes;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#pending.push(chunk);
    this.#bytes += chunk.length;
    this.wake();
  }

  replace(): void {
    this.isReplaced = true;
    this.wake();
  }

  wake(): void {
    this.#wake?.();
  }

  /** What came since the last time, up to 64 KiB at once. */
  take(): Buffer | undefined {
    if (this.#bytes === 0) return undefined;
    const all = Buffer.concat(this.#pending.splice(0));
    const head = all.subarray(0, eventBytes);
    if (all.length > eventBytes) this.#pending.push(all.subarray(eventBytes));
    this.#bytes -= head.length;
    return head;
  }

  /** Waits for more, for the end, or for the signal. */
  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        this.#wake = null;
        resolve();
      };
      signal.addEventListener('abort', done, { once: true });
      this.#wake = done;
      if (signal.aborted) done();
    });
  }
}
