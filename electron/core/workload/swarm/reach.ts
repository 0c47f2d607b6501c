import { isIP } from 'node:net';
import { dockerOver } from '../../remote/docker/client.ts';
import type { ContainerSummary } from '../../remote/docker/containers.ts';
import { addressesOn } from '../../remote/docker/networks.ts';
import { ownContainers } from '../containers/own-containers.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** What gives a container of an overlay network its way out; the overlay's own addresses the server cannot reach. */
const gatewayNetwork = 'docker_gwbridge';

/** Looks at the server's own containers; one on another node of the swarm is not reached from here. */
export const reach: Runtime['reach'] = async (connection, serviceId) => {
  const docker = dockerOver(connection);
  const [containers, gateway] = await Promise.all([
    ownContainers(docker, { serviceId }),
    addressesOn(docker, gatewayNetwork),
  ]);
  const addresses = containers
    .filter(({ state }) => state === 'running')
    .sort(bestFirst)
    .flatMap((container) => gateway.get(container.id) ?? container.addresses);
  return addresses.find((address) => isIP(address) !== 0) ?? null;
};

const rank = { healthy: 0, starting: 2, unhealthy: 3 };

function bestFirst(a: ContainerSummary, b: ContainerSummary): number {
  return rankOf(a) - rankOf(b) || b.createdAt.localeCompare(a.createdAt);
}

function rankOf({ health }: ContainerSummary): number {
  return health !== undefined && health in rank ? rank[health as keyof typeof rank] : 1;
}
