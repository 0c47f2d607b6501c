import { AppError } from '#shared/model/errors.ts';
import { turns } from '../../events/turns.ts';
import type { Host } from '../../host.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { hasUnfinishedRun } from '../../runs/index.ts';
import type { Store, Transaction } from '../../store/store.ts';
import type { Behind, Places } from '../../workload/index.ts';
import type { ServerAccess } from '../server/index.ts';
import { lostWay } from './lost-way.ts';
import { noteApplied, noteChange, unappliedServices, wantedOf } from './route-row.ts';
import { routesOf } from './routes-of.ts';
import { sharersOf, sharingWith } from './shares.ts';

/** Takes domains to servers: what is stored is what their proxies are made to do, again until it is so. */
export interface Routing {
  /** Writes down that the domains of a service, or what they show, are other ones now. */
  noteChange(tx: Transaction, serviceId: string): void;
  /** Begins to take the domains of a service to its server; to be called after they were stored. */
  changed(serviceId: string): void;
  /** The same for whoever shares requests with a service that serves for the first time, or again, once that is stored. */
  leadSharers(tx: Transaction, serviceId: string): void;
  /** The same as `changed`, and waits for it; answers nothing where the service runs nowhere. Errors are the server's. */
  apply(serviceId: string): Promise<void>;
  /** What a deployment does of it, on the connection that it has to the server; one at a time on a server. */
  take(connection: SshConnection, serviceId: string, behind: Behind, serverId?: string): Promise<void>;
  /** Leads back to a version that served before; a proxy that does not run does so once it starts again. */
  takeBack(connection: SshConnection, serviceId: string, behind: Behind): Promise<void>;
  /** Does something with the proxy of a server while nobody else does. */
  exclusively(serverId: string, act: () => Promise<void>): Promise<void>;
  /** Begins with what was left undone when the host ended. */
  recover(): void;
  close(): Promise<void>;
}

interface Parts {
  readonly store: Store;
  readonly host: Host;
  readonly servers: Pick<ServerAccess, 'use' | 'onState'>;
}

interface Led {
  readonly connection: SshConnection;
  readonly serviceId: string;
  readonly behind: Behind;
  /** Undefined where the places that visitors are sent to stay as they are. */
  readonly places: Places | undefined;
  readonly mayRest?: boolean;
  /** The service's own where it is absent. */
  readonly serverId?: string | undefined;
}

/** Makes the way of domains to their servers; nothing is connected before one changes. */
export function createRouting({ store, host, servers }: Parts): Routing {
  const inTurn = turns();
  const underWay = new Set<Promise<void>>();
  const closing = new AbortController();

  const lead = async (led: Led): Promise<void> => {
    const { connection, serviceId, behind, places, mayRest = false } = led;
    const { serviceView, takeRoutes } = await import('../../workload/index.ts');
    await inTurn(led.serverId ?? serviceView(store, serviceId).serverId ?? '', async () => {
      const wanted = wantedOf(store, serviceId);
      const routes = routesOf(store, serviceId);
      await takeRoutes(connection, { routes, places, networks: behind.networks, mayRest });
      // which place of a service serves is in the files of those that share their requests with it, too
      for (const sharer of sharersOf(store, serviceId)) {
        if (serviceView(store, sharer).currentDeploymentId === null) continue;
        await takeRoutes(connection, {
          routes: routesOf(store, sharer),
          places: undefined,
          networks: [],
          mayRest,
        });
      }
      noteApplied({ store, serviceId }, { applied: wanted, reason: lostWay(routes.routes, behind) });
    });
  };

  const apply = async (serviceId: string): Promise<void> => {
    const { serviceTypes, serviceView } = await import('../../workload/index.ts');
    const { serverId, currentDeploymentId, type } = serviceView(store, serviceId);
    if (serverId === null || currentDeploymentId === null) return;
    try {
      await servers.use(
        serverId,
        async (connection) => {
          const { version } = await serviceTypes[type].runtime.plan(connection, {
            serviceId,
            hasHostPorts: false,
          });
          const isDeploying = hasUnfinishedRun(store.database, serviceId);
          const behind = version?.behind ?? { slot: undefined, networks: [] };
          const places = isDeploying ? undefined : placesIn(behind);
          await lead({ connection, serviceId, behind, places });
        },
        closing.signal,
      );
    } catch (error) {
      if (error instanceof AppError && !closing.signal.aborted) {
        noteApplied({ store, serviceId }, { reason: error.message });
      }
      throw error;
    }
  };

  /** Whoever is to get a share first, so that it is known where it is found; what is refused there is in its own row. */
  const applyWithShares: Routing['apply'] = async (serviceId) => {
    for (const other of sharingWith(store, serviceId)) {
      await apply(other).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error;
      });
    }
    await apply(serviceId);
  };

  const changed: Routing['changed'] = (serviceId) => {
    const work = applyWithShares(serviceId).catch((error: unknown) => {
      // what a server says is in the row by now, and is tried again when that comes back
      if (!(error instanceof AppError)) host.log.error('domains were not applied', { error: String(error) });
    });
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  };

  const again = (serverId?: string): void => {
    for (const serviceId of unappliedServices(store, serverId)) changed(serviceId);
  };
  const stopListening = servers.onState((serverId, { state }) => {
    if (state === 'up') again(serverId);
  });

  return {
    exclusively: inTurn,
    noteChange,
    changed,
    leadSharers(tx, serviceId) {
      const sharers = sharersOf(store, serviceId);
      for (const id of sharers) noteChange(tx, id);
      tx.afterCommit(() => {
        for (const id of sharers) changed(id);
      });
    },
    apply: applyWithShares,
    take: (connection, serviceId, behind, serverId) =>
      lead({ connection, serviceId, behind, places: placesIn(behind), serverId }),
    takeBack: (connection, serviceId, behind) =>
      lead({ connection, serviceId, behind, places: placesIn(behind), mayRest: true }),
    recover: () => again(),
    async close() {
      stopListening();
      closing.abort();
      await Promise.all(underWay);
    },
  };
}

/** The places of a version; undefined for one from before there were any, which nobody could be led to. */
const placesIn = ({ slot, slots = {} }: Behind): Places | undefined =>
  slot === undefined ? undefined : { own: slot, parts: slots };
