import { AppError } from '#shared/model/errors.ts';
import type { Host } from '../../host.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { hasUnfinishedRun } from '../../runs/index.ts';
import type { Store } from '../../store/store.ts';
import type { Behind } from '../../workload/index.ts';
import type { ServerAccess } from '../server/index.ts';
import { lostWay } from './lost-way.ts';
import { noteApplied, unappliedServices, wantedOf } from './route-row.ts';
import { routesOf } from './routes-of.ts';

/** Takes domains to servers: what is stored is what their proxies are made to do, again until it is so. */
export interface Routing {
  /** Begins to take the domains of a service to its server; to be called after they were stored. */
  changed(serviceId: string): void;
  /** The same, and waits for it; answers nothing where the service runs nowhere. Errors are the server's. */
  apply(serviceId: string): Promise<void>;
  /** What a deployment does of it, on the connection that it has; one at a time on a server. */
  take(connection: SshConnection, serviceId: string, behind: Behind): Promise<void>;
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
  /** Undefined where the place that visitors are sent to stays as it is. */
  readonly slot: Behind['slot'];
  readonly mayRest?: boolean;
}

/** Makes the way of domains to their servers; nothing is connected before one changes. */
export function createRouting({ store, host, servers }: Parts): Routing {
  const inTurn = turns();
  const underWay = new Set<Promise<void>>();
  const closing = new AbortController();

  const lead = async ({ connection, serviceId, behind, slot, mayRest = false }: Led): Promise<void> => {
    const { serviceView, takeRoutes } = await import('../../workload/index.ts');
    await inTurn(serviceView(store, serviceId).serverId ?? '', async () => {
      const wanted = wantedOf(store, serviceId);
      const routes = routesOf(store, serviceId);
      await takeRoutes(connection, { routes, slot, networks: behind.networks, mayRest });
      noteApplied({ store, serviceId }, { applied: wanted, reason: lostWay(routes.routes, behind) });
    });
  };

  const apply: Routing['apply'] = async (serviceId) => {
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
          const slot = isDeploying ? undefined : behind.slot;
          await lead({ connection, serviceId, behind, slot });
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

  const changed: Routing['changed'] = (serviceId) => {
    const work = apply(serviceId).catch((error: unknown) => {
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
    changed,
    apply,
    take: (connection, serviceId, behind) => lead({ connection, serviceId, behind, slot: behind.slot }),
    takeBack: (connection, serviceId, behind) =>
      lead({ connection, serviceId, behind, slot: behind.slot, mayRest: true }),
    recover: () => again(),
    async close() {
      stopListening();
      closing.abort();
      await Promise.all(underWay);
    },
  };
}

/** Does one thing after the other for each key. */
function turns(): (key: string, act: () => Promise<void>) => Promise<void> {
  const last = new Map<string, Promise<void>>();
  return (key, act) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(act, act);
    last.set(
      key,
      turn.catch(() => undefined),
    );
    return turn;
  };
}
