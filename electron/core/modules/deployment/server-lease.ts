import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { AppError, isAppError } from '#shared/model/errors.ts';
import { type DockerClient, dockerOver } from '../../remote/docker/client.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import type { WatchParts } from './server-watch.ts';

/** A server's deployments are driven from here while it is held. `fence` grows with each change of hands. */
export interface Lease {
  readonly fence: number;
  /** Throws BUSY where somebody else took it over, as they may after a minute without renewal. */
  check(): void;
  release(): void;
}

const name = 'quayside-lease';
const renewMs = 20_000;
const expiryMs = 60_000;
/** A deployment that ends gives its lease back right after: so long it is waited for. */
const patienceMs = 2_000;
const retryMs = 250;
const prefix = 'quayside.lease';

const configSchema = z.object({
  ID: z.string(),
  Version: z.object({ Index: z.number() }),
  UpdatedAt: z.string(),
  Spec: z.object({ Name: z.string(), Labels: z.record(z.string(), z.string()).nullish(), Data: z.string() }),
});

interface Kept {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: number;
  readonly data: string;
  readonly driver: string;
  readonly holder: string;
  readonly fence: number;
}

const inspect = async (docker: DockerClient): Promise<Kept | null> => {
  const config = await docker.find({
    action: 'Reading who deploys to the server',
    path: `/configs/${name}`,
    schema: configSchema,
  });
  if (!config) return null;
  const labels = config.Spec.Labels ?? {};
  return {
    id: config.ID,
    version: config.Version.Index,
    updatedAt: Date.parse(config.UpdatedAt),
    data: config.Spec.Data,
    driver: labels[`${prefix}.driver`] ?? '',
    holder: labels[`${prefix}.holder`] ?? '',
    fence: Number(labels[`${prefix}.fence`]) || 0,
  };
};

interface Claim {
  readonly driver: string;
  readonly holder: string;
  readonly fence: number;
}

const labelsOf = ({ driver, holder, fence }: Claim): Record<string, string> => ({
  [`${prefix}.driver`]: driver,
  [`${prefix}.holder`]: holder,
  [`${prefix}.fence`]: String(fence),
});

const text = 'Held by the Quayside that deploys to this server; its labels say which.';
const data = Buffer.from(text).toString('base64');

const create = (docker: DockerClient, claim: Claim): Promise<unknown> =>
  docker.json({
    action: 'Taking the lease of the server',
    method: 'POST',
    path: '/configs/create',
    body: { Name: name, Labels: labelsOf(claim), Data: data },
    schema: z.object({ ID: z.string() }),
  });

/** Compare and set: CONFLICT where somebody wrote since `kept` was read. */
const write = (docker: DockerClient, kept: Kept, claim: Claim): Promise<void> =>
  docker.send({
    action: 'Taking the lease of the server',
    method: 'POST',
    path: `/configs/${kept.id}/update`,
    query: { version: kept.version },
    body: { Name: name, Labels: labelsOf(claim), Data: kept.data },
  });

/** How long ago the server wrote it, by the server's own clock. */
const ageOf = async (docker: DockerClient, kept: Kept): Promise<number> => {
  const { SystemTime } = await docker.json({
    action: "Reading the server's clock",
    path: '/info',
    schema: z.object({ SystemTime: z.string() }),
  });
  return Date.parse(SystemTime) - kept.updatedAt;
};

const isFree = async (docker: DockerClient, kept: Kept | null, driver: string): Promise<boolean> =>
  kept === null || kept.driver === '' || kept.driver === driver || (await ageOf(docker, kept)) >= expiryMs;

const take = async (docker: DockerClient, me: Omit<Claim, 'fence'>): Promise<number> => {
  const until = performance.now() + patienceMs;
  for (;;) {
    const kept = await inspect(docker);
    const isLate = performance.now() > until;
    if (!kept || (await isFree(docker, kept, me.driver))) {
      const fence = (kept?.fence ?? 0) + 1;
      try {
        await (kept ? write(docker, kept, { ...me, fence }) : create(docker, { ...me, fence }));
        return fence;
      } catch (error) {
        // somebody was faster, and may just be giving it back
        if (!isAppError(error, 'CONFLICT') || isLate) throw error;
      }
    } else if (isLate) {
      throw new AppError('BUSY', { by: kept.holder, since: new Date(kept.updatedAt).toISOString() });
    }
    await wait(retryMs);
  }
};

const driverKey = 'driver_id';

/** Names this store on this machine; a copy of the store on another machine is another driver. */
const driverOf = (store: Store): string => {
  const kept = store.database.first(sql.selectFrom('meta').select('value').where('key', '=', driverKey));
  if (kept) return `${String(kept.value)}@${hostname()}`;
  const made = randomUUID();
  store.database.run(sql.insertInto('meta').values({ key: driverKey, value: made }));
  return `${made}@${hostname()}`;
};

interface Held {
  users: number;
  readonly taking: Promise<number>;
  renewal: NodeJS.Timeout | undefined;
  lostTo: string | null;
}

/**
 * The leases of this store on its servers, one a server, shared by the deployments that run at once. Kept as
 * a Docker config object, whose version makes taking it atomic.
 */
export class ServerLeases {
  readonly #parts: WatchParts;
  readonly #held = new Map<string, Held>();
  readonly #releasing = new Map<string, Promise<void>>();
  #driver: string | undefined;

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  #use<T>(serverId: string, run: (docker: DockerClient) => Promise<T>): Promise<T> {
    return this.#parts.servers.use(serverId, (connection) => run(dockerOver(connection)));
  }

  #claim(who: string): Omit<Claim, 'fence'> {
    this.#driver ??= driverOf(this.#parts.store);
    return { driver: this.#driver, holder: `${who} at ${hostname()}` };
  }

  /** Takes the lease or shares it; BUSY names who else holds it. */
  async acquire(serverId: string, who: string): Promise<Lease> {
    await this.#releasing.get(serverId);
    let held = this.#held.get(serverId);
    if (!held || held.lostTo !== null) {
      const me = this.#claim(who);
      const taking = this.#use(serverId, (docker) => take(docker, me));
      held = { users: 0, taking, renewal: undefined, lostTo: null };
      this.#held.set(serverId, held);
    }
    const mine = held;
    mine.users += 1;
    try {
      const fence = await mine.taking;
      mine.renewal ??= setInterval(() => void this.#renew(serverId, mine, fence), renewMs).unref();
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

  async #renew(serverId: string, held: Held, fence: number): Promise<void> {
    try {
      await this.#use(serverId, async (docker) => {
        const kept = await inspect(docker);
        if (kept && kept.fence === fence) await write(docker, kept, kept);
        else held.lostTo = kept?.holder || 'another Quayside';
      });
    } catch (error) {
      // the next renewal tries again; somebody else may take over after a minute
      this.#parts.host.log.info('a lease could not be renewed', { server: serverId, error: String(error) });
    }
  }

  #letGo(serverId: string, held: Held, fence: number): void {
    clearInterval(held.renewal);
    if (this.#held.get(serverId) === held) this.#held.delete(serverId);
    const free = this.#use(serverId, async (docker) => {
      const kept = await inspect(docker);
      if (kept && kept.fence === fence) await write(docker, kept, { driver: '', holder: '', fence });
    })
      .catch((error: unknown) =>
        // it expires by itself
        this.#parts.host.log.info('a lease could not be given back', {
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
