/** How long one turn of the event loop may be kept, far below what anybody notices. */
const turnMs = 10;

/** Lets everything else that waits have its turn. */
export const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Cuts long work into turns of the event loop: call `rest` between its parts. */
export class Slices {
  #started = performance.now();

  async rest(): Promise<void> {
    if (performance.now() - this.#started < turnMs) return;
    await pause();
    this.#started = performance.now();
  }
}
