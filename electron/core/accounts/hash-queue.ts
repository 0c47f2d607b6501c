import { AppError } from '#shared/model/errors.ts';
import { Lanes } from '../rpc/lanes.ts';

export interface HashLimits {
  /** How many run at once. */
  readonly atOnce: number;
  /** How many of those who are known may wait. */
  readonly known: number;
  /** How many of one stranger may wait, and of all of them. */
  readonly perStranger: number;
  readonly strangers: number;
}

/**
 * The one row for what costs a tenth of a second and 64 MiB each. Those who are known go first; strangers go in rotation,
 * one of each lane, so that one who guesses makes no other one wait for all the guesses.
 */
export class HashQueue {
  readonly #limits: HashLimits;
  readonly #known: Lanes<() => void>;
  readonly #strangers: Lanes<() => void>;
  #running = 0;

  constructor(limits: HashLimits) {
    this.#limits = limits;
    this.#known = new Lanes({ perLane: limits.known, most: limits.known });
    this.#strangers = new Lanes({ perLane: limits.perStranger, most: limits.strangers });
  }

  /** Runs the work in its turn: of a stranger where `lane` says whose, of somebody known without. LIMIT where too many wait. */
  async run<T>(work: () => Promise<T>, lane?: string): Promise<T> {
    await this.#turn(lane);
    try {
      return await work();
    } finally {
      const next = this.#known.shift() ?? this.#strangers.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  #turn(lane: string | undefined): Promise<void> {
    if (this.#running < this.#limits.atOnce) {
      this.#running += 1;
      return Promise.resolve();
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    const isIn = lane === undefined ? this.#known.push('', resolve) : this.#strangers.push(lane, resolve);
    if (isIn) return promise;
    const limit = lane === undefined ? this.#limits.known : this.#limits.strangers;
    throw new AppError('LIMIT', { what: 'Sign-ins that wait for their turn', limit });
  }
}
