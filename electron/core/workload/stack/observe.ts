import { dockerOver } from '../../remote/docker/client.ts';
import { type ContainerSummary, listContainers } from '../../remote/docker/containers.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { label } from '../runtime/labels.ts';
import { type ContainerNews, nothingSeen, type Seen, type Sight } from '../runtime/sight.ts';
import { runtimeOf } from '../swarm/runtime-of.ts';
import { type StackPart, stackParts } from './services.ts';

/** Reads the stacks of our services: of one, or of all; each by its service. */
export async function observeStacks(
  connection: SshConnection,
  serviceId = '',
): Promise<ReadonlyMap<string, Sight>> {
  const parts = await stackParts(connection, serviceId);
  if (parts.length === 0) return new Map();
  const labels = { [label.service]: serviceId, [label.part]: '' };
  const containers = await listContainers(dockerOver(connection), { all: true, labels });
  const byService = Map.groupBy(parts, ({ service }) => service.labels[label.service] ?? '');
  return new Map([...byService].map(([id, own]) => [id, sightOf(own, containers)]));
}

const sightOf = (parts: readonly StackPart[], containers: readonly ContainerSummary[]): Sight => ({
  engineId: parts[0]?.service.id ?? null,
  seen: (news) => seenOf(parts, containers, news),
});

/** What the parts of a stack come to together. */
export function seenOf(
  parts: readonly StackPart[],
  containers: readonly ContainerSummary[],
  news: ReadonlyMap<string, ContainerNews>,
): Seen {
  if (parts.length === 0) return nothingSeen;
  const all = parts.map(({ part, service, tasks }) => {
    const own = containers.filter(({ labels }) => labels[label.part] === part);
    // a global part has a task on each node that it may run on; one that is done is to run no more
    const done = tasks.filter(
      ({ state, desiredState }) => state === 'complete' && desiredState !== 'running',
    );
    const wanted = service.replicas ?? tasks.filter(({ desiredState }) => desiredState === 'running').length;
    const isDone = wanted > 0 && done.length >= wanted && !tasks.some(({ state }) => state === 'running');
    const seen = runtimeOf({ ...service, replicas: isDone ? 0 : wanted }, tasks, own, news);
    const isCounted = (service.replicas ?? 1) > 1;
    return {
      ...seen,
      tasks: seen.tasks.map((task) => ({ ...task, part: isCounted ? `${part} ${task.slot}` : part })),
    };
  });
  const desiredReplicas = all.reduce((sum, each) => sum + each.desiredReplicas, 0);
  const healthyReplicas = all.reduce((sum, each) => sum + each.healthyReplicas, 0);
  return {
    state: stateOf(all, { desiredReplicas, healthyReplicas }),
    desiredReplicas,
    healthyReplicas,
    tasks: all.flatMap(({ tasks }) => tasks),
  };
}

function stateOf(
  parts: readonly Seen[],
  { desiredReplicas, healthyReplicas }: Pick<Seen, 'desiredReplicas' | 'healthyReplicas'>,
): Seen['state'] {
  if (desiredReplicas === 0) return 'stopped';
  if (parts.every(({ state }) => state === 'running' || state === 'stopped')) return 'running';
  return healthyReplicas === 0 && parts.some(({ state }) => state === 'failed') ? 'failed' : 'degraded';
}
