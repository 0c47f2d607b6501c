import { type DockerClient, dockerOver } from '../../remote/docker/client.ts';
import { ensureNetwork } from '../../remote/docker/networks.ts';
import { createService, type SwarmService, updateService } from '../../remote/docker/services.ts';
import type { Desired } from '../desired/desired.ts';
import { environmentLabels, label } from '../runtime/labels.ts';
import type { Runtime, Version } from '../runtime/runtime.ts';
import { desiredService } from './desired-service.ts';

/** The version that a service of Swarm's is at. */
export function versionOf(service: SwarmService): Version {
  const { id, name, labels, replicas, version, forceUpdate } = service;
  return {
    name,
    deploymentId: labels[label.deployment],
    replicas,
    fence: Number(labels[label.fence]) || 0,
    revision: { id, number: version, restarts: forceUpdate },
  };
}

/** Creates the service, and the environment's network before its first one. */
export const create: Runtime['create'] = async (connection, desired) => {
  const docker = dockerOver(connection);
  await createService(docker, await specOf(docker, desired));
};

/** Starts an update over exactly the version that was seen; the service keeps its name and its restarts. */
export const update: Runtime['update'] = async (connection, desired, { name, revision }) => {
  const docker = dockerOver(connection);
  const spec = await specOf(docker, { ...desired, name });
  await updateService(docker, revision.id, revision.number, { ...spec, forceUpdate: revision.restarts });
};

const specOf = async (docker: DockerClient, desired: Desired) => {
  const { network: name, ids } = desired;
  const { id } = await ensureNetwork(docker, { name, labels: environmentLabels(ids) });
  return desiredService({ ...desired, networkId: id });
};
