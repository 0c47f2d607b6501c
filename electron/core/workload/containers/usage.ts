import { type DockerClient, dockerOver } from '../../remote/docker/client.ts';
import type { ContainerSummary } from '../../remote/docker/containers.ts';
import { containerCounters } from '../../remote/docker/stats.ts';
import { label } from '../runtime/labels.ts';
import type { ContainerUsage, Runtime } from '../runtime/runtime.ts';
import { ownContainers } from './own-containers.ts';

/** A server with hundreds of containers is asked by and by, so that its other calls have their turn. */
const readAtOnce = 4;

/** Reads every running container of ours once. */
export const usage: Runtime['usage'] = async (connection, signal) => {
  const docker = dockerOver(connection);
  const waiting = await ownContainers(docker);
  const read: ContainerUsage[] = [];
  const readOn = async (): Promise<void> => {
    for (let next = waiting.pop(); next && !signal.aborted; next = waiting.pop()) {
      const found = await usageOf(docker, next, signal);
      if (found) read.push(found);
    }
  };
  await Promise.all(Array.from({ length: readAtOnce }, readOn));
  return read;
};

async function usageOf(
  docker: DockerClient,
  { id, labels, health }: ContainerSummary,
  signal: AbortSignal,
): Promise<ContainerUsage | null> {
  const counters = await containerCounters(docker, id, { signal });
  return (
    counters && {
      ...counters,
      containerId: id,
      serviceId: labels[label.service] ?? '',
      health: healthOf(health),
    }
  );
}

function healthOf(text: string | undefined): ContainerUsage['health'] {
  return text === 'healthy' || text === 'unhealthy' || text === 'starting' ? text : null;
}
