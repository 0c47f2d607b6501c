import { serviceTypes, serviceView } from '../../workload/index.ts';
import { hasVisitors, routeBlockers } from '../domain/index.ts';
import type { DeploymentParts } from './deployment-run.ts';
import { runningOf } from './running.ts';

/**
 * How many replicas of a service run behind a proxy that could lead visitors from one version to the next; null where it
 * has no visitors, no proxy that runs, or cannot have two versions at once. Errors are the server's.
 */
export async function replicasBehindProxy(parts: DeploymentParts, serviceId: string): Promise<number | null> {
  const { store, servers, isBusy } = parts;
  const view = serviceView(store, serviceId);
  const running = runningOf(store, view);
  const { serverId } = view;
  if (isBusy(serviceId) || !running || serverId === null || serverId !== running.row.server_id) return null;
  if (!hasVisitors(store, serviceId)) return null;
  const { contentOf, runtime } = serviceTypes[view.type];
  if (contentOf(running.configured.spec).order !== 'start-first') return null;
  return servers.use(serverId, async (connection) => {
    const [blockers, { version }] = await Promise.all([
      routeBlockers(store, serviceId, connection),
      runtime.plan(connection, { serviceId, hasHostPorts: false }),
    ]);
    const isLed = blockers.length === 0 && version?.behind.slot !== undefined;
    return isLed && version.replicas ? version.replicas : null;
  });
}
