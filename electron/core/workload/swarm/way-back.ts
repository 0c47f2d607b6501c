import { type DockerClient, dockerOver } from '../../remote/docker/client.ts';
import { overNewest } from '../../remote/docker/over-newest.ts';
import { removeService, rollbackService } from '../../remote/docker/services.ts';
import { label } from '../runtime/labels.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Release } from '../runtime/standing.ts';
import { findRelease, findService, tasksOf } from './find-service.ts';
import { removeOldFiles } from './mounts.ts';
import { bringBack, isOldUnderWay } from './stopped-first.ts';

/** Goes back by Swarm's own rollback, or step by step where the new version may hold a port of the server. */
export const goBack: Runtime['goBack'] = async (connection, release, { stopSeconds }) => {
  const docker = dockerOver(connection);
  const { serviceId, deploymentId, order } = release;
  if (order === 'beside') return withdrawCandidate(docker, release);
  const found = await findService(docker, serviceId);
  if (!found) return;
  if (order === 'stop-first' && !isOldUnderWay(deploymentId, (await tasksOf(docker, found.id)) ?? [])) {
    await bringBack(docker, { swarmId: found.id, deploymentId, stopSeconds });
  }
  await rollBack(docker, { serviceId, deploymentId });
};

/**
 * Turns the service back to what ran before the deployment. After a crash, or when Swarm was faster, it is on its way
 * already: then nothing is done, for going back once more would bring the new version.
 */
export const rollBack = (
  docker: DockerClient,
  { serviceId, deploymentId }: Pick<Release, 'serviceId' | 'deploymentId'>,
): Promise<void> =>
  overNewest(async () => {
    const service = await findService(docker, serviceId);
    if (service?.labels[label.deployment] === deploymentId) await rollbackService(docker, service);
  });

/** The old version was never touched. One that took its place already is not a candidate any more, and stays. */
async function withdrawCandidate(docker: DockerClient, release: Release): Promise<void> {
  const service = await findRelease(docker, release);
  if (service?.labels[label.candidate] !== undefined) await removeService(docker, service.id);
}

/** Removes the service and its files; its containers end shortly after. */
export const withdraw: Runtime['withdraw'] = async (connection, { serviceId }) => {
  const docker = dockerOver(connection);
  const service = await findService(docker, serviceId);
  if (service) await removeService(docker, service.id);
  await removeOldFiles(docker, serviceId, []);
};
