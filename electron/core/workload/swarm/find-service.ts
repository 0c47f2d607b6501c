import { AppError, isAppError } from '#shared/model/errors.ts';
import type { DockerClient } from '../../remote/docker/client.ts';
import { listServices, type SwarmService } from '../../remote/docker/services.ts';
import { listTasks, type SwarmTask } from '../../remote/docker/tasks.ts';
import { label } from '../runtime/labels.ts';

/** The service of Swarm's that bears our label, null where there is none. */
export async function findService(docker: DockerClient, serviceId: string): Promise<SwarmService | null> {
  const [service = null] = await listServices(docker, { labels: { [label.service]: serviceId } });
  return service;
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
