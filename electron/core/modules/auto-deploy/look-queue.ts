/**
 * Does work by keys: one at a time of each key, and so many at once altogether. Whoever asks for a key that waits already
 * gets what that comes to; one that runs is done again after it, for it may have looked too early.
 */
export class LookQueue<T> {
  readonly #work: (key: string) => Promise<T>;
  readonly #most: number;
  readonly #waiting = new Map<string, PromiseWithResolvers<T>>();
  readonly #running = new Set<string>();

  constructor(work: (key: string) => Promise<T>, most: number) {
    this.#work = work;
    this.#most = most;
  }

  ask(key: string): Promise<T> {
    const waiting = this.#waiting.get(key) ?? Promise.withResolvers<T>();
    this.#waiting.set(key, waiting);
    this.#begin();
    return waiting.promise;
  }

  #begin(): void {
    for (const [key, { resolve, reject }] of this.#waiting) {
      if (this.#running.size >= this.#most) return;
      if (this.#running.has(key)) continue;
      this.#waiting.delete(key);
      this.#running.add(key);
      const end = (): void => {
        this.#running.delete(key);
        this.#begin();
      };
      this.#work(key).then(resolve, reject).finally(end);
    }
  }
}
