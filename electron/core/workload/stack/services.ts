import { dockerOver } from '../../remote/docker/client.ts';
import { listConfigs } from '../../remote/docker/configs.ts';
import { listNetworks } from '../../remote/docker/networks.ts';
import { listSecrets } from '../../remote/docker/secrets.ts';
import { listServices, type SwarmService } from '../../remote/docker/services.ts';
import { listTasks, type SwarmTask } from '../../remote/docker/tasks.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { label } from '../runtime/labels.ts';

/** One part of a stack: its Swarm service with all its tasks, newest first. */
export interface StackPart {
  readonly part: string;
  readonly service: SwarmService;
  readonly tasks: readonly SwarmTask[];
}

/** What Swarm runs of one stack of ours, or of all, in the order of their names; none where it runs nothing of it. */
export async function stackParts(connection: SshConnection, serviceId = ''): Promise<StackPart[]> {
  const docker = dockerOver(connection);
  const found = await listServices(docker, { labels: { [label.service]: serviceId, [label.part]: '' } });
  if (found.length === 0) return [];
  const byService = Map.groupBy(await listTasks(docker), (task) => task.serviceId);
  return found
    .map((service) => ({
      service,
      part: service.labels[label.part] ?? '',
      tasks: byService.get(service.id) ?? [],
    }))
    .toSorted((a, b) => a.part.localeCompare(b.part));
}

/** Whether Swarm has anything of a stack; what it is given before its first part is there counts too. */
export async function hasStack(connection: SshConnection, serviceId: string): Promise<boolean> {
  const docker = dockerOver(connection);
  const labels = { [label.service]: serviceId, 'com.docker.stack.namespace': '' };
  const found = await Promise.all([
    listServices(docker, { labels }),
    listSecrets(docker, { labels }),
    listConfigs(docker, { labels }),
    listNetworks(docker, { labels }),
  ]);
  return found.some((each) => each.length > 0);
}

/** Whether a task is of the version that its part is to be at. */
export const isCurrent = ({ service }: StackPart, task: SwarmTask): boolean =>
  task.containerLabels[label.version] === service.labels[label.version];
