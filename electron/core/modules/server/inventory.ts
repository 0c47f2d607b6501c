import * as z from 'zod';
import type { InventoryItem } from '#shared/contract/server.ts';
import type { DockerClient } from '../../remote/docker/client.ts';
import type { ContainerSummary } from '../../remote/docker/containers.ts';
import type { SwarmService } from '../../remote/docker/services.ts';
import type { SwarmTask } from '../../remote/docker/tasks.ts';
import type { ServerContext } from './context.ts';
import { serverRow } from './queries.ts';

const serviceLabel = 'quayside.service';
const composeLabel = 'com.docker.compose.project';
const swarmLabel = 'com.docker.swarm.service.id';

/** What Docker says of a server at one moment. */
interface Found {
  readonly containers: readonly ContainerSummary[];
  readonly services: readonly SwarmService[];
  readonly tasks: readonly SwarmTask[];
}

/** Answers the id where it is a service of the server's organization that the reader may see. */
type Own = (labelled: string | undefined) => string | null;

const Ports = z
  .array(
    z.object({
      PublishedPort: z.number().optional(),
      TargetPort: z.number(),
      Protocol: z.string().default('tcp'),
    }),
  )
  .catch([]);

const servicePorts = (spec: Readonly<Record<string, unknown>>): string[] => {
  const endpoint = spec.EndpointSpec as { Ports?: unknown } | null | undefined;
  return Ports.parse(endpoint?.Ports ?? []).map(
    ({ PublishedPort, TargetPort, Protocol }) => `${PublishedPort ?? '?'}→${TargetPort}/${Protocol}`,
  );
};

const containerPorts = ({ ports }: ContainerSummary): string[] => {
  const texts = ports.map(({ ip, target, published, protocol }) => {
    if (published === undefined) return `${target}/${protocol}`;
    const where = ip && ip !== '0.0.0.0' && ip !== '::' ? `${ip}:` : '';
    return `${where}${published}→${target}/${protocol}`;
  });
  return [...new Set(texts)];
};

const containerItem = (container: ContainerSummary, serviceId: string | null): InventoryItem => ({
  kind: 'container',
  id: container.id,
  name: container.name,
  image: container.image,
  state: container.state,
  status: container.status,
  ports: containerPorts(container),
  serviceId,
});

const serviceItem = (service: SwarmService, tasks: readonly SwarmTask[], own: Own): InventoryItem => {
  const current = tasks.filter((task) => task.serviceId === service.id && task.desiredState === 'running');
  const running = current.filter(({ state }) => state === 'running').length;
  const wanted = service.replicas ?? current.length;
  const whole = wanted === 0 ? 'stopped' : 'running';
  return {
    kind: 'swarm-service',
    id: service.id,
    name: service.name,
    image: service.image,
    state: running === wanted ? whole : 'degraded',
    status: `${running} of ${wanted} running`,
    ports: servicePorts(service.spec),
    serviceId: own(service.labels[serviceLabel]),
  };
};

const composeItem = (name: string, containers: readonly ContainerSummary[]): InventoryItem => {
  const running = containers.filter(({ state }) => state === 'running').length;
  const partly = running === 0 ? 'stopped' : 'degraded';
  return {
    kind: 'compose',
    id: name,
    name,
    image: [...new Set(containers.map(({ image }) => image))].join(', '),
    state: running === containers.length ? 'running' : partly,
    status: `${running} of ${containers.length} running`,
    ports: [...new Set(containers.flatMap(containerPorts))],
    serviceId: null,
  };
};

/** Swarm services first, then compose projects, then every container, by name. */
const toItems = ({ containers, services, tasks }: Found, own: Own): InventoryItem[] => {
  const byId = new Map(services.map((service) => [service.id, service]));
  const ownerOf = ({ labels }: ContainerSummary): string | null =>
    own(labels[serviceLabel]) ?? own(byId.get(labels[swarmLabel] ?? '')?.labels[serviceLabel]);
  const projects = Map.groupBy(
    containers.filter(({ labels }) => labels[composeLabel]),
    ({ labels }) => labels[composeLabel] ?? '',
  );
  const byName = (a: InventoryItem, b: InventoryItem): number => a.name.localeCompare(b.name);
  return [
    ...services.map((service) => serviceItem(service, tasks, own)).sort(byName),
    ...[...projects].map(([name, group]) => composeItem(name, group)).sort(byName),
    ...containers.map((container) => containerItem(container, ownerOf(container))).sort(byName),
  ];
};

const readFound = async (docker: DockerClient): Promise<Found> => {
  const [{ listContainers }, { listServices }, { listTasks }, { dockerInfo }] = await Promise.all([
    import('../../remote/docker/containers.ts'),
    import('../../remote/docker/services.ts'),
    import('../../remote/docker/tasks.ts'),
    import('../../remote/docker/system.ts'),
  ]);
  const [containers, { swarm }] = await Promise.all([
    listContainers(docker, { all: true }),
    dockerInfo(docker),
  ]);
  // only a manager can say what the Swarm runs
  if (swarm.state !== 'active' || !swarm.isManager) return { containers, services: [], tasks: [] };
  const [services, tasks] = await Promise.all([listServices(docker), listTasks(docker)]);
  return { containers, services, tasks };
};

/**
 * What runs or stands still on a server, whoever made it. For ten minutes after it the change feed says
 * (kind `docker`) when something of it changed.
 */
export const readInventory = async (context: ServerContext, serverId: string): Promise<InventoryItem[]> => {
  const { store, servers } = context;
  const organizationId = serverRow(store, serverId).organization_id;
  const own: Own = (id) => {
    const node = id === undefined ? undefined : store.access.node(id);
    if (node?.kind !== 'service' || node.organizationId !== organizationId) return null;
    return store.access.canSee(context.caller.subject, node.id) ? node.id : null;
  };
  const found = await servers.use(
    serverId,
    async (connection) => {
      const { dockerOver } = await import('../../remote/docker/client.ts');
      return readFound(dockerOver(connection));
    },
    context.signal,
  );
  servers.watchDocker(serverId);
  return toItems(found, own);
};
