import type { Freshness, ServerConnection } from '#shared/contract/server.ts';
import { isAppError } from '#shared/model/errors.ts';
import { type Clock, realClock } from '../clock.ts';

/** A question that waits for longer makes all that is known of its server old. */
export const patienceMs = 1_000;

/** What was seen of a server that nobody asks now counts as fresh for this long. */
export const freshForMs = 60_000;

/** What stands in the way of knowing, and when all that is known was last true. */
interface Trouble {
  readonly reason: string;
  /** Null where it did not answer since the app began: the store alone knows then. */
  readonly asOf: number | null;
}

interface Known {
  trouble?: Trouble | undefined;
  /** When it last answered, or was connected. */
  answeredAt?: number | undefined;
}

/**
 * Decides how fresh what is known of each server is: the one place that tree, links, badges and pages ask. A server is
 * in trouble from the moment that it can't be reached, or leaves a question unanswered for a second, until it answers or
 * a connection comes up; that a connection is being tried, or closed unused, changes nothing.
 */
export class ServerFreshness {
  readonly #clock: Clock;
  readonly #now: () => number;
  readonly #tell: (serverId: string) => void;
  readonly #known = new Map<string, Known>();

  /** `tell` hears of each server whose answer is another from now on. */
  constructor(parts: { clock?: Clock; now: () => number; tell: (serverId: string) => void }) {
    this.#clock = parts.clock ?? realClock;
    this.#now = parts.now;
    this.#tell = parts.tell;
  }

  /**
   * Watches over a question to a server until it is answered; answers what it does. What is told at intervals is waited
   * for with more patience.
   */
  async asked<T>(serverId: string, answer: Promise<T>, waitMs = patienceMs): Promise<T> {
    const asOf = this.#trueNow(serverId);
    const stop = this.#clock.after(waitMs, () => this.#worry(serverId, { reason: silence, asOf }));
    try {
      const answered = await answer;
      this.#calm(serverId);
      return answered;
    } catch (error) {
      if (isAppError(error, 'REMOTE_FAILED')) this.#calm(serverId);
      throw error;
    } finally {
      stop();
    }
  }

  /** Hears what became of the connection to a server. */
  connection(serverId: string, { state, reason }: ServerConnection): void {
    if (state === 'up') this.#calm(serverId);
    if (state !== 'down') return;
    const why = reason ? ` (${reasons[reason]})` : '';
    this.#worry(serverId, { reason: `${unreachable}${why}.`, asOf: this.#trueNow(serverId) });
  }

  /** How fresh what is known of a server is; `seenAt` is when it was last seen by what the store remembers. */
  of(serverId: string, { state }: ServerConnection, seenAt: number | null): Freshness {
    const { trouble, answeredAt } = this.#known.get(serverId) ?? {};
    if (trouble) {
      return { isFresh: false, asOf: instant(later(seenAt, trouble.asOf)), reason: trouble.reason };
    }
    const asOf = later(seenAt, answeredAt ?? null);
    const isRecent = asOf !== null && this.#now() - asOf <= freshForMs;
    if (state === 'up' || isRecent) return { isFresh: true, asOf: null };
    return { isFresh: false, asOf: instant(asOf), reason: unasked[state] };
  }

  /** Whether something stands in the way of knowing what a server does. */
  isTroubled(serverId: string): boolean {
    return this.#known.get(serverId)?.trouble !== undefined;
  }

  /** Whether it was there at its last question or connection since the app began, and nothing has come between. */
  wasThere(serverId: string): boolean {
    return !this.isTroubled(serverId) && this.#known.get(serverId)?.answeredAt !== undefined;
  }

  forget(serverId: string): void {
    this.#known.delete(serverId);
  }

  #of(serverId: string): Known {
    const known = this.#known.get(serverId) ?? {};
    this.#known.set(serverId, known);
    return known;
  }

  /** All that is known is true at this moment, if it was heard from since the app began. */
  #trueNow(serverId: string): number | null {
    return this.#of(serverId).answeredAt === undefined ? null : this.#now();
  }

  #worry(serverId: string, trouble: Trouble): void {
    const known = this.#of(serverId);
    const isNews = known.trouble?.reason !== trouble.reason;
    known.trouble = { ...trouble, asOf: known.trouble ? known.trouble.asOf : trouble.asOf };
    if (isNews) this.#tell(serverId);
  }

  #calm(serverId: string): void {
    const known = this.#of(serverId);
    const wasTroubled = known.trouble !== undefined;
    known.trouble = undefined;
    known.answeredAt = this.#now();
    if (wasTroubled) this.#tell(serverId);
  }
}

const silence = 'The server is connected, but does not answer.';
/** It names no server and no address: a reader of a service may know neither. */
const unreachable = 'The server can’t be reached';

const reasons: Readonly<Record<NonNullable<ServerConnection['reason']>, string>> = {
  dns: 'its name is not found',
  refused: 'the connection is refused',
  timeout: 'it does not answer in time',
  auth: 'it refuses the sign-in',
  'host-key': 'its host key changed',
  closed: 'the connection was cut',
};

const unasked = {
  down: `${unreachable}.`,
  connecting: 'The server is being connected.',
  idle: 'Nothing is connected to the server now; it is asked when somebody looks.',
};

function later(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}

function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
