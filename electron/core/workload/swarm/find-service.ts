import { AppError, isAppError } from '#shared/model/errors.ts';
import type { DockerClient } from '../../remote/docker/client.ts';
import { listServices, type SwarmService } from '../../remote/docker/services.ts';
import { listTasks, type SwarmTask } from '../../remote/docker/tasks.ts';
import { label } from '../runtime/labels.ts';
import type { Release } from '../runtime/standing.ts';

/** The service of Swarm's that bears our label, null where there is none; never one that has yet to take its place. */
export async function findService(docker: DockerClient, serviceId: string): Promise<SwarmService | null> {
  return mainOf(await servicesOf(docker, serviceId));
}

/** All that bear our label: where a version is started beside the old one, there are two. */
export async function servicesOf(docker: DockerClient, serviceId: string): Promise<SwarmService[]> {
  const found = await listServices(docker, { labels: { [label.service]: serviceId } });
  return found.filter(isWhole);
}

/** A part of a stack is nothing by itself; see `workload/stack`. */
export const isWhole = ({ labels }: Pick<SwarmService, 'labels'>): boolean =>
  labels[label.part] === undefined;

/** Of those of one service the one that serves: the newest that is no candidate. */
export function mainOf(services: readonly SwarmService[]): SwarmService | null {
  const serving = services.filter(({ labels }) => labels[label.candidate] === undefined);
  return serving.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0] ?? null;
}

/** The service of Swarm's that is at a release, whether it serves or is a candidate. */
export async function findRelease(
  docker: DockerClient,
  { serviceId, deploymentId }: Pick<Release, 'serviceId' | 'deploymentId'>,
): Promise<SwarmService | null> {
  const services = await servicesOf(docker, serviceId);
  return services.find(({ labels }) => labels[label.deployment] === deploymentId) ?? null;
}

/** The same where it has to be there; CONFLICT where it is not. */
export async function existingService(docker: DockerClient, serviceId: string): Promise<SwarmService> {
  const service = await findService(docker, serviceId);
  if (service) return service;
  const reason = 'It is not on its server any more; deploy it again.';
  throw new AppError('CONFLICT', { field: '', reason });
}

/** The tasks of a service, newest first; null where it was removed since it was found. */
export async function tasksOf(docker: DockerClient, swarmId: string): Promise<SwarmTask[] | null> {
  try {
    return await listTasks(docker, { service: swarmId });
  } catch (error) {
    if (isAppError(error, 'REMOTE_FAILED') || isAppError(error, 'NOT_FOUND')) return null;
    throw error;
  }
}
