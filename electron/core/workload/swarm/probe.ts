import { z } from 'zod';
import { dockerOver } from '../../remote/docker/client.ts';
import { type ContainerSummary, listContainers } from '../../remote/docker/containers.ts';
import { listServices, type SwarmService } from '../../remote/docker/services.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { PortHolder } from '../runtime/held-ports.ts';
import { label } from '../runtime/labels.ts';
import { listeningPorts } from '../runtime/listening-ports.ts';
import { findService } from './find-service.ts';

/** What is on a server that matters to one deployment. */
export interface Probe {
  readonly service: SwarmService | null;
  /** Holders of ports other than the service itself. */
  readonly holders: readonly PortHolder[];
}

const portsSchema = z.object({
  EndpointSpec: z
    .object({
      Ports: z
        .array(z.object({ PublishedPort: z.number().default(0), Protocol: z.string().default('tcp') }))
        .nullish(),
    })
    .nullish(),
});

/** Whether the service holds the port now, so that it is its own to take again. */
const ownPorts = (containers: readonly ContainerSummary[], serviceId: string): Set<string> =>
  new Set(
    containers
      .filter(({ labels }) => labels[label.service] === serviceId)
      .flatMap(({ ports }) => ports.map((port) => `${port.published}/${port.protocol}`)),
  );

const serviceHolders = (services: readonly SwarmService[]): PortHolder[] =>
  services.flatMap(({ name, spec }) =>
    (portsSchema.parse(spec).EndpointSpec?.Ports ?? []).map((port) => ({
      port: port.PublishedPort,
      protocol: port.Protocol,
      by: `the service “${name}”`,
    })),
  );

const containerHolders = (containers: readonly ContainerSummary[]): PortHolder[] =>
  containers.flatMap(({ name, ports }) =>
    ports.flatMap((port) =>
      port.published === undefined
        ? []
        : [{ port: port.published, protocol: port.protocol, by: `the container “${name}”` }],
    ),
  );

/**
 * Looks at what a deployment depends on, in one round trip: the service as it runs, and who holds the ports
 * of the server where it wants any.
 */
export const probeServer = async (
  connection: SshConnection,
  asked: { readonly serviceId: string; readonly hasHostPorts: boolean },
): Promise<Probe> => {
  const docker = dockerOver(connection);
  const { serviceId, hasHostPorts } = asked;
  if (!hasHostPorts) return { service: await findService(docker, serviceId), holders: [] };
  const [services, containers, listening] = await Promise.all([
    listServices(docker),
    listContainers(docker),
    listeningPorts(connection),
  ]);
  const isOwn = ({ labels: found }: { labels: Readonly<Record<string, string>> }): boolean =>
    found[label.service] === serviceId;
  const own = ownPorts(containers, serviceId);
  return {
    service: services.find(isOwn) ?? null,
    holders: [
      ...serviceHolders(services.filter((service) => !isOwn(service))),
      ...containerHolders(containers.filter((container) => !isOwn(container))),
      ...listening.filter(({ port, protocol }) => !own.has(`${port}/${protocol}`)),
    ],
  };
};
