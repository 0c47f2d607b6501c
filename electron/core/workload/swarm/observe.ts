import { type DockerClient, dockerOver } from '../../remote/docker/client.ts';
import { type ContainerSummary, listContainers } from '../../remote/docker/containers.ts';
import { type DockerEvent, watchEvents } from '../../remote/docker/events.ts';
import { listServices, type SwarmService } from '../../remote/docker/services.ts';
import { listTasks, type SwarmTask } from '../../remote/docker/tasks.ts';
import { composeLabel } from '../containers/own-containers.ts';
import { label } from '../runtime/labels.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { RuntimeEvent, Sight } from '../runtime/sight.ts';
import { findService, isWhole, mainOf, tasksOf } from './find-service.ts';
import { runtimeOf } from './runtime-of.ts';

/** Reads one service, its tasks and containers, in one round trip where it is the service that was known. */
export const observe: Runtime['observe'] = async (connection, serviceId, known) => {
  const docker = dockerOver(connection);
  const knownId = known?.engineId ?? null;
  const [service, containers, early] = await Promise.all([
    findService(docker, serviceId),
    listContainers(docker, { all: true, labels: { [label.service]: serviceId } }),
    knownId === null ? null : tasksOf(docker, knownId),
  ]);
  const tasks = service?.id === knownId ? early : null;
  return sightOf(service, tasks ?? (await tasksIfAny(docker, service)), containers);
};

/** Reads every service of ours, in one round trip. */
export const observeAll: Runtime['observeAll'] = async (connection) => {
  const docker = dockerOver(connection);
  const labels = { [label.service]: '' };
  const [services, containers, tasks] = await Promise.all([
    listServices(docker, { labels }),
    listContainers(docker, { all: true, labels }),
    listTasks(docker),
  ]);
  const byService = Map.groupBy(tasks, ({ serviceId }) => serviceId);
  const byLabel = Map.groupBy(containers, ({ labels: own }) => own[label.service] ?? '');
  const byId = Map.groupBy(services.filter(isWhole), ({ labels: own }) => own[label.service] ?? '');
  return new Map(
    [...byId].map(([id, versions]) => {
      const service = mainOf(versions);
      return [id, sightOf(service, byService.get(service?.id ?? '') ?? [], byLabel.get(id) ?? [])];
    }),
  );
};

/** Follows Docker's events of containers and services. */
export async function* events(
  ...[connection, signal]: Parameters<Runtime['events']>
): AsyncGenerator<RuntimeEvent> {
  const options = { types: ['container', 'service'], signal };
  for await (const event of watchEvents(dockerOver(connection), options)) {
    const told = toRuntimeEvent(event);
    if (told) yield told;
  }
}

/** What an event says; null for what health checks and people's shells cause all the time. */
export function toRuntimeEvent(event: DockerEvent): RuntimeEvent | null {
  if (event.type === 'open') return { type: 'open' };
  if (event.action.startsWith('exec_')) return null;
  if (event.type === 'service') return { type: 'service', engineId: event.id };
  const { attributes, action, id: containerId } = event;
  const exitCode = Number.parseInt(attributes.exitCode ?? '', 10) || 0;
  return {
    type: 'container',
    serviceId: attributes[label.service],
    engineId: attributes[composeLabel.project],
    containerId,
    what: whatOf[action] ?? 'other',
    exitCode,
  };
}

const whatOf: Readonly<Record<string, Extract<RuntimeEvent, { type: 'container' }>['what']>> = {
  start: 'started',
  die: 'ended',
  destroy: 'removed',
  'health_status: healthy': 'healthy',
  'health_status: unhealthy': 'unhealthy',
};

const tasksIfAny = async (docker: DockerClient, service: SwarmService | null): Promise<SwarmTask[]> =>
  service ? ((await tasksOf(docker, service.id)) ?? []) : [];

const sightOf = (
  service: SwarmService | null,
  tasks: readonly SwarmTask[],
  containers: readonly ContainerSummary[],
): Sight => ({
  engineId: service?.id ?? null,
  seen: (news) => runtimeOf(service, tasks, containers, news),
});
