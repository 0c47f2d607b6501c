import { hostname } from 'node:os';
import { AppError, isAppError } from '#shared/model/errors.ts';
import { type Clock, sleep } from '../../clock.ts';
import type { Log } from '../../host.ts';
import type { Claim, Kept, Shelf } from './shelf.ts';

/** A server's runs are driven from here while it is held. `fence` grows with each change of hands. */
export interface Lease {
  readonly fence: number;
  /** Throws BUSY where somebody else took it over, as they may after a minute without renewal. */
  check(): void;
  release(): void;
}

const renewMs = 20_000;
const expiryMs = 60_000;
/** A run that ends gives its lease back right after: so long it is waited for. */
const patienceMs = 2_000;
const retryMs = 250;

interface LeaseParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Names this store on this machine. */
  readonly driver: () => string;
  readonly open: <T>(serverId: string, use: (shelf: Shelf) => Promise<T>) => Promise<T>;
}

const isFree = async (shelf: Shelf, kept: Kept | null, driver: string): Promise<boolean> =>
  kept === null || kept.driver === '' || kept.driver === driver || (await shelf.ageMs(kept)) >= expiryMs;

const take = async (clock: Clock, shelf: Shelf, me: Omit<Claim, 'fence'>): Promise<number> => {
  const until = clock.elapsed() + patienceMs;
  for (;;) {
    const kept = await shelf.read();
    const isLate = clock.elapsed() > until;
    if (!kept || (await isFree(shelf, kept, me.driver))) {
      const fence = (kept?.fence ?? 0) + 1;
      try {
        await shelf.put(kept, { ...me, fence });
        return fence;
      } catch (error) {
        // somebody was faster, and may just be giving it back
        if (!isAppError(error, 'CONFLICT') || isLate) throw error;
      }
    } else if (isLate) {
      throw new AppError('BUSY', { by: kept.holder, since: new Date(kept.updatedAt).toISOString() });
    }
    await sleep(clock, retryMs);
  }
};

interface Held {
  users: number;
  readonly taking: Promise<number>;
  stopRenewal: (() => void) | undefined;
  lostTo: string | null;
}

/** The leases of this store on its servers, one a server, shared by the runs that are under way at once. */
export class ServerLeases {
  readonly #parts: LeaseParts;
  readonly #held = new Map<string, Held>();
  readonly #releasing = new Map<string, Promise<void>>();

  constructor(parts: LeaseParts) {
    this.#parts = parts;
  }

  #claim(who: string): Omit<Claim, 'fence'> {
    return { driver: this.#parts.driver(), holder: `${who} at ${hostname()}` };
  }

  /** Takes the lease or shares it; BUSY names who else holds it. */
  async acquire(serverId: string, who: string): Promise<Lease> {
    await this.#releasing.get(serverId);
    let held = this.#held.get(serverId);
    if (!held || held.lostTo !== null) {
      const me = this.#claim(who);
      const taking = this.#parts.open(serverId, (shelf) => take(this.#parts.clock, shelf, me));
      held = { users: 0, taking, stopRenewal: undefined, lostTo: null };
      this.#held.set(serverId, held);
    }
    const mine = held;
    mine.users += 1;
    try {
      const fence = await mine.taking;
      if (!mine.stopRenewal) this.#renewLater(serverId, mine, fence);
      return this.#leaseOf(serverId, mine, fence);
    } catch (error) {
      mine.users -= 1;
      if (this.#held.get(serverId) === mine) this.#held.delete(serverId);
      throw error;
    }
  }

  #leaseOf(serverId: string, held: Held, fence: number): Lease {
    let isReleased = false;
    return {
      fence,
      check() {
        if (held.lostTo !== null) throw new AppError('BUSY', { by: held.lostTo });
      },
      release: () => {
        if (isReleased) return;
        isReleased = true;
        held.users -= 1;
        if (held.users === 0) this.#letGo(serverId, held, fence);
      },
    };
  }

  #renewLater(serverId: string, held: Held, fence: number): void {
    held.stopRenewal = this.#parts.clock.after(renewMs, () => {
      this.#renewLater(serverId, held, fence);
      void this.#renew(serverId, held, fence);
    });
  }

  async #renew(serverId: string, held: Held, fence: number): Promise<void> {
    try {
      await this.#parts.open(serverId, async (shelf) => {
        const kept = await shelf.read();
        if (kept && kept.fence === fence) await shelf.put(kept, kept);
        else held.lostTo = kept?.holder || 'another Quayside';
      });
    } catch (error) {
      // the next renewal tries again; somebody else may take over after a minute
      this.#parts.log.info('a lease could not be renewed', { server: serverId, error: String(error) });
    }
  }

  #letGo(serverId: string, held: Held, fence: number): void {
    held.stopRenewal?.();
    if (this.#held.get(serverId) === held) this.#held.delete(serverId);
    const free = this.#parts
      .open(serverId, async (shelf) => {
        const kept = await shelf.read();
        if (kept && kept.fence === fence) await shelf.put(kept, { driver: '', holder: '', fence });
      })
      .catch((error: unknown) =>
        // it expires by itself
        this.#parts.log.info('a lease could not be given back', {
          server: serverId,
          error: String(error),
        }),
      )
      .finally(() => {
        if (this.#releasing.get(serverId) === free) this.#releasing.delete(serverId);
      });
    this.#releasing.set(serverId, free);
  }

  async close(): Promise<void> {
    for (const [serverId, held] of [...this.#held]) {
      await held.taking.then(
        (fence) => this.#letGo(serverId, held, fence),
        // it was never ours
        () => undefined,
      );
    }
    await Promise.all(this.#releasing.values());
  }
}
