import { z } from 'zod';
import { dockerOver } from '../../remote/docker/client.ts';
import { listServices, type SwarmService } from '../../remote/docker/services.ts';
import { dockerInfo } from '../../remote/docker/system.ts';
import { listTasks, type SwarmTask } from '../../remote/docker/tasks.ts';
import { label } from '../runtime/labels.ts';
import type { FoundService, Runtime } from '../runtime/runtime.ts';

/** What the Swarm of a server runs, whoever asked for it; only a manager can say. */
export const services: Runtime['services'] = async (connection) => {
  const docker = dockerOver(connection);
  const { swarm } = await dockerInfo(docker);
  if (swarm.state !== 'active' || !swarm.isManager) return [];
  const [found, tasks] = await Promise.all([listServices(docker), listTasks(docker)]);
  return found.map((service) => foundService(service, tasks));
};

const foundService = (service: SwarmService, tasks: readonly SwarmTask[]): FoundService => {
  const current = tasks.filter((task) => task.serviceId === service.id && task.desiredState === 'running');
  return {
    id: service.id,
    name: service.name,
    image: service.image,
    wanted: service.replicas ?? current.length,
    running: current.filter(({ state }) => state === 'running').length,
    ports: portsOf(service),
    labels: service.labels,
    serviceId: service.labels[label.service],
  };
};

const endpointSchema = z
  .object({
    Ports: z.array(
      z.object({
        PublishedPort: z.number().optional(),
        TargetPort: z.number(),
        Protocol: z.string().default('tcp'),
      }),
    ),
  })
  .catch({ Ports: [] });

const portsOf = ({ spec }: SwarmService): string[] =>
  endpointSchema
    .parse(spec.EndpointSpec)
    .Ports.map(
      ({ PublishedPort, TargetPort, Protocol }) => `${PublishedPort ?? '?'}→${TargetPort}/${Protocol}`,
    );
