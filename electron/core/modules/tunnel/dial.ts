import { AppError } from '#shared/model/errors.ts';
import { forwardTo } from '../../remote/ssh/forward.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { type ServiceView, serviceTypes, serviceView } from '../../workload/index.ts';
import type { ServerAccess } from '../server/index.ts';
import type { DialService } from './types.ts';

/**
 * Makes what opens a connection to a running container of a service through its server's shared SSH connection. The container is looked
 * for anew each time: a deployment replaces it, and may move it. CONFLICT where none runs; UNREACHABLE, REMOTE_FAILED.
 */
export function createDial({ store, servers }: { store: Store; servers: ServerAccess }): DialService {
  return async ({ serviceId, port }, signal) => {
    const view = serviceView(store, serviceId);
    const serverId = serverIdOf(store, view);
    const lease = await servers.acquire(serverId, signal);
    try {
      const host = await serviceTypes[view.type].runtime.reach(lease.connection, serviceId);
      if (host === null) throw nothingRuns(view);
      signal.throwIfAborted();
      const channel = await forwardTo(lease.connection, { host, port }, signal);
      channel.once('close', () => lease.release());
      return { far: channel, serverId, isCut: () => !lease.connection.isOpen };
    } catch (error) {
      lease.release();
      throw error;
    }
  };
}

/** The server of a service's running deployment; CONFLICT where it was never deployed. */
function serverIdOf(store: Store, view: ServiceView): string {
  const query = sql
    .selectFrom('run')
    .select('server_id')
    .where('id', '=', view.currentDeploymentId ?? '');
  const serverId = store.database.first(query)?.server_id ?? view.serverId;
  if (serverId === null || !store.access.node(serverId)) throw nothingRuns(view);
  return serverId;
}

function nothingRuns({ names }: ServiceView): AppError {
  const reason = `no container of “${names.service}” runs on its server; deploy or start it first`;
  return new AppError('CONFLICT', { field: 'serviceId', reason });
}
