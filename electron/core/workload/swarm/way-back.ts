import { dockerOver } from '../../remote/docker/client.ts';
import { removeService, rollbackService } from '../../remote/docker/services.ts';
import { label } from '../runtime/labels.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { findService, tasksOf } from './find-service.ts';
import { bringBack, isOldUnderWay } from './stopped-first.ts';

/** Goes back by Swarm's own rollback, or step by step where the new version may hold a port of the server. */
export const goBack: Runtime['goBack'] = async (connection, release, { stopSeconds }) => {
  const docker = dockerOver(connection);
  const { serviceId, deploymentId, order } = release;
  const found = await findService(docker, serviceId);
  if (!found) return;
  if (order === 'stop-first' && !isOldUnderWay(deploymentId, (await tasksOf(docker, found.id)) ?? [])) {
    await bringBack(docker, { swarmId: found.id, deploymentId, stopSeconds });
  }
  const service = await findService(docker, serviceId);
  // after a crash, or when Swarm was faster, it is on its way already
  if (service?.labels[label.deployment] === deploymentId) await rollbackService(docker, service.id);
};

/** Removes the service; its containers end shortly after. */
export const withdraw: Runtime['withdraw'] = async (connection, { serviceId }) => {
  const docker = dockerOver(connection);
  const service = await findService(docker, serviceId);
  if (service) await removeService(docker, service.id);
};
