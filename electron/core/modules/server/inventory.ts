import type { InventoryItem } from '#shared/contract/server.ts';
import type { ContainerSummary } from '../../remote/docker/containers.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { FoundService } from '../../workload/index.ts';
import type { ServerContext } from './context.ts';
import { serverRow } from './queries.ts';

const serviceLabel = 'quayside.service';
const composeLabel = 'com.docker.compose.project';
const swarmLabel = 'com.docker.swarm.service.id';

/** What Docker says of a server at one moment. */
interface Found {
  readonly containers: readonly ContainerSummary[];
  readonly services: readonly FoundService[];
  /** The services that compose projects of before became, by project. */
  readonly adopted: ReadonlyMap<string, string>;
}

/** Answers the id where it is a service of the server's organization that the reader may see. */
type Own = (labelled: string | undefined) => string | null;

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

const serviceItem = (service: FoundService, own: Own): InventoryItem => {
  const { id, name, image, running, wanted, ports } = service;
  const whole = wanted === 0 ? 'stopped' : 'running';
  return {
    kind: 'swarm-service',
    id,
    name,
    image,
    state: running === wanted ? whole : 'degraded',
    status: `${running} of ${wanted} running`,
    ports: [...ports],
    serviceId: own(service.serviceId),
  };
};

const composeItem = (
  name: string,
  containers: readonly ContainerSummary[],
  serviceId: string | null,
): InventoryItem => {
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
    serviceId,
  };
};

/** Swarm services first, then compose projects, then every container, by name. */
const toItems = ({ containers, services, adopted }: Found, own: Own): InventoryItem[] => {
  const byId = new Map(services.map((service) => [service.id, service]));
  const ownerOf = ({ labels }: ContainerSummary): string | null =>
    own(labels[serviceLabel]) ??
    own(byId.get(labels[swarmLabel] ?? '')?.serviceId) ??
    own(adopted.get(labels[composeLabel] ?? ''));
  const projects = Map.groupBy(
    containers.filter(({ labels }) => labels[composeLabel]),
    ({ labels }) => labels[composeLabel] ?? '',
  );
  const byName = (a: InventoryItem, b: InventoryItem): number => a.name.localeCompare(b.name);
  return [
    ...services.map((service) => serviceItem(service, own)).sort(byName),
    ...[...projects]
      .map(([name, group]) => composeItem(name, group, group[0] ? ownerOf(group[0]) : null))
      .sort(byName),
    ...containers.map((container) => containerItem(container, ownerOf(container))).sort(byName),
  ];
};

const readFound = async (connection: SshConnection): Promise<Found> => {
  const [{ dockerOver }, { listContainers }, { claimsOn, watchedRuntime }] = await Promise.all([
    import('../../remote/docker/client.ts'),
    import('../../remote/docker/containers.ts'),
    import('../../workload/index.ts'),
  ]);
  const docker = dockerOver(connection);
  const [containers, services, claims] = await Promise.all([
    listContainers(docker, { all: true }),
    watchedRuntime.services(connection),
    claimsOn(docker),
  ]);
  return { containers, services, adopted: new Map(claims.map((each) => [each.project, each.serviceId])) };
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
  const found = await servers.use(serverId, readFound, context.signal);
  servers.watchDocker(serverId);
  return toItems(found, own);
};
