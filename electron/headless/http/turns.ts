import { createBucket } from '#core/rpc/bucket.ts';
import { Lanes } from '#core/rpc/lanes.ts';

export interface TurnLimits {
  /** How many turns are given at once, and how many a second after that. */
  readonly most: number;
  readonly perSecond: number;
  /** How many of one lane may wait. */
  readonly waiting: number;
}

/** Lanes are connections, whose number is bounded elsewhere; this bounds what they hold together. */
const mostWaiting = 4_096;

/**
 * Gives turns to those whom nobody knows, by lanes in rotation. A lane is whatever tells clients apart: an address, or one
 * connection.
 */
export class Turns {
  readonly #wait: (cost?: number) => number;
  readonly #lanes: Lanes<(isGiven: boolean) => void>;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: TurnLimits, now: () => number = () => performance.now()) {
    this.#wait = createBucket(limits, now);
    this.#lanes = new Lanes({ perLane: limits.waiting, most: mostWaiting });
  }

  /** Resolves when it is the turn of this lane; with false, at once, where too many of it wait already. */
  take(lane: unknown): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    if (!this.#lanes.push(lane, resolve)) return Promise.resolve(false);
    if (!this.#timer) this.#give();
    return promise;
  }

  /** Lets nobody wait any longer. */
  close(): void {
    clearTimeout(this.#timer);
    for (let next = this.#lanes.shift(); next; next = this.#lanes.shift()) next(false);
  }

  #give(): void {
    this.#timer = undefined;
    while (this.#lanes.size > 0) {
      const waitMs = this.#wait();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#give(), waitMs).unref();
        return;
      }
      this.#lanes.shift()?.(true);
    }
  }
}
