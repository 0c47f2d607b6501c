/**
 * What waits, in lanes that go in rotation: one of each lane, then the next of each, so that a lane that wants much makes
 * no other one wait for all of it. A lane is whatever tells clients apart, and is forgotten when nothing of it waits.
 */
export class Lanes<T> {
  readonly #perLane: number;
  readonly #most: number;
  // A map keeps the order in which its keys came.
  readonly #waiting = new Map<unknown, T[]>();
  #size = 0;

  constructor(limits: { readonly perLane: number; readonly most: number }) {
    this.#perLane = limits.perLane;
    this.#most = limits.most;
  }

  get size(): number {
    return this.#size;
  }

  /** Answers false, and keeps nothing, where too many wait already. */
  push(lane: unknown, item: T): boolean {
    const own = this.#waiting.get(lane) ?? [];
    if (own.length >= this.#perLane || this.#size >= this.#most) return false;
    own.push(item);
    this.#waiting.set(lane, own);
    this.#size += 1;
    return true;
  }

  /** Takes what is next; its lane goes to the end of the row. */
  shift(): T | undefined {
    const [next] = this.#waiting;
    if (!next) return undefined;
    const [lane, own] = next;
    const item = own.shift();
    this.#waiting.delete(lane);
    if (own.length > 0) this.#waiting.set(lane, own);
    this.#size -= 1;
    return item;
  }
}
