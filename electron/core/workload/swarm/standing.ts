import { type DockerClient, dockerOver } from '../../remote/docker/client.ts';
import { listContainers } from '../../remote/docker/containers.ts';
import { label } from '../runtime/labels.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Release, WayBack } from '../runtime/standing.ts';
import { findRelease, findService, tasksOf } from './find-service.ts';
import { isOf, isStillThere, judge, type Look, runsWhole, wasReplaced } from './verdict.ts';

/** Looks at a release: the service, its tasks, and what that comes to. */
export const stand: Runtime['stand'] = async (connection, release) => {
  const docker = dockerOver(connection);
  const { deploymentId, order } = release;
  const [seen, unhealthy] = await Promise.all([
    lookAt(docker, release),
    order === 'stop-first' ? unhealthyContainers(docker, release) : undefined,
  ]);
  const look = unhealthy ? { ...seen, unhealthy } : seen;
  return {
    verdict: judge(deploymentId, look, order),
    replicas: look.tasks.filter(isOf(deploymentId)).sort((a, b) => a.slot - b.slot),
    wasReplaced: wasReplaced(deploymentId, look.tasks),
  };
};

/** Looks how far Swarm is with going back from a release. */
export const wayBack: Runtime['wayBack'] = async (connection, release) => {
  const docker = dockerOver(connection);
  if (release.order !== 'beside') return wayBackIn(await lookAt(docker, release), release);
  const service = await findRelease(docker, release);
  if (service) return service.labels[label.candidate] === undefined ? 'stuck' : 'under-way';
  return (await isWithdrawn(connection, release)) ? 'back' : 'under-way';
};

/** Whether no container of a release is left. */
export const isWithdrawn: Runtime['isWithdrawn'] = async (connection, { deploymentId }) => {
  const labels = { [label.deployment]: deploymentId };
  return (await listContainers(dockerOver(connection), { labels })).length === 0;
};

/** How far Swarm is with going back, by one look. */
export function wayBackIn({ service, tasks }: Look, { deploymentId, order }: Release): WayBack {
  if (!service || service.update.state === 'rollback_paused') return 'stuck';
  if (service.labels[label.deployment] === deploymentId) return 'under-way';
  if (isStillThere(deploymentId, tasks)) return 'under-way';
  const { state } = service.update;
  if (order === 'start-first') {
    return state === 'rollback_completed' || state === 'none' ? 'back' : 'under-way';
  }
  return state !== 'rollback_started' && runsWhole(service, tasks) ? 'back' : 'under-way';
}

const unhealthyContainers = async (docker: DockerClient, { deploymentId }: Release): Promise<Set<string>> => {
  const containers = await listContainers(docker, { labels: { [label.deployment]: deploymentId } });
  return new Set(containers.flatMap(({ id, health }) => (health === 'unhealthy' ? [id] : [])));
};

const lookAt = async (docker: DockerClient, release: Release): Promise<Look> => {
  const { serviceId, order } = release;
  const service = await (order === 'beside' ? findRelease(docker, release) : findService(docker, serviceId));
  return { service, tasks: service ? ((await tasksOf(docker, service.id)) ?? []) : [] };
};
