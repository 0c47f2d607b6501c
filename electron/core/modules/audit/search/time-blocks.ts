const blockBits = 12;

interface Time {
  readonly from: number;
  readonly to: number;
}

/** The oldest and newest time of each 4,096 events, so that those outside of a time are passed over together. */
export class TimeBlocks {
  readonly #from: number[] = [];
  readonly #to: number[] = [];

  add(index: number, at: number): void {
    const block = index >>> blockBits;
    this.#from[block] = Math.min(this.#from[block] ?? at, at);
    this.#to[block] = Math.max(this.#to[block] ?? at, at);
  }

  /** The first index of the block that an event is in. */
  startOf(index: number): number {
    return (index >>> blockBits) << blockBits;
  }

  /** Whether anything in the block of an event may lie within a time. */
  mayHold(index: number, time: Time): boolean {
    return this.#overlaps(index >>> blockBits, time);
  }

  /** The indexes, as whole blocks, outside of which nothing lies within a time: the first, and the one after the last. */
  within(time: Time): { first: number; end: number } {
    const lies = (_: unknown, block: number): boolean => this.#overlaps(block, time);
    const first = this.#from.findIndex(lies);
    if (first < 0) return { first: 0, end: 0 };
    return { first: first << blockBits, end: (this.#from.findLastIndex(lies) + 1) << blockBits };
  }

  #overlaps(block: number, { from, to }: Time): boolean {
    return (this.#to[block] ?? 0) >= from && (this.#from[block] ?? 0) <= to;
  }
}
