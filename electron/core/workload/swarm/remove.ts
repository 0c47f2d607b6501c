import { setTimeout as delay } from 'node:timers/promises';
import { AppError, isAppError } from '#shared/model/errors.ts';
import { type DockerClient, dockerOver } from '../../remote/docker/client.ts';
import { listContainers, removeContainer, stopContainer } from '../../remote/docker/containers.ts';
import { disconnectFromNetwork } from '../../remote/docker/create-container.ts';
import { inspectNetwork, removeNetwork } from '../../remote/docker/networks.ts';
import { listServices, removeService } from '../../remote/docker/services.ts';
import { inspectVolume, removeVolume } from '../../remote/docker/volumes.ts';
import { removeKeptImages } from '../image/remove-kept-images.ts';
import { proxyLabel } from '../proxy/place.ts';
import { label } from '../runtime/labels.ts';
import type { Leftover, Runtime } from '../runtime/runtime.ts';
import { volumeNameOf } from '../runtime/volume-name.ts';
import { removeOldFiles } from './mounts.ts';

/** Removes the service, its containers and kept images, the volumes that are named, and the network with the last service of its environment. */
export const remove: Runtime['remove'] = async (connection, left) => {
  const docker = dockerOver(connection);
  const services = await listServices(docker, { labels: { [label.service]: left.serviceId } });
  for (const { id } of services) await removeService(docker, id);
  await removeContainers(docker, { [label.service]: left.serviceId });
  await removeOldFiles(docker, left.serviceId, []);
  await removeVolumes(docker, left);
  await removeKeptImages(docker, left.serviceId);
  return { networkInUse: (await isNetworkLeft(docker, left)) ? left.network : null };
};

export const leaveEnvironment: Runtime['leaveEnvironment'] = async (connection, left) => {
  const docker = dockerOver(connection);
  const { serviceId, environmentId } = left;
  const services = await listServices(docker, { labels: { [label.environment]: environmentId } });
  if (services.length > 0) return false;
  await removeContainers(docker, { [label.service]: serviceId, [label.environment]: environmentId });
  return isNetworkLeft(docker, left);
};

/** Removes volumes of the service; one of that name that is not the service's stays. */
const removeVolumes = async (docker: DockerClient, { serviceId, volumes }: Leftover): Promise<void> => {
  for (const name of volumes) {
    const found = await inspectVolume(docker, volumeNameOf(serviceId, name));
    if (found?.labels[label.service] === serviceId) await removeVolume(docker, found.name);
  }
};

/**
 * Removes the environment's network with its last service, also one that is stopped; attached by somebody by hand it is theirs,
 * and stays.
 */
const isNetworkLeft = async (docker: DockerClient, left: Omit<Leftover, 'volumes'>): Promise<boolean> => {
  const labels = { [label.environment]: left.environmentId };
  const [services, containers] = await Promise.all([
    listServices(docker, { labels }),
    listContainers(docker, { all: true, labels }),
  ]);
  // one of its own that Swarm was still making is in nobody's way
  const others = containers.filter((container) => container.labels[label.service] !== left.serviceId);
  if (services.length > 0 || others.length > 0 || !(await inspectNetwork(docker, left.network))) return false;
  const proxies = await listContainers(docker, { all: true, labels: { [proxyLabel.type]: '' } });
  for (const { id } of proxies) await disconnectFromNetwork(docker, left.network, id);
  for (let looks = mostLooks; looks > 0; looks--) {
    try {
      await removeNetwork(docker, left.network);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
    if (!(await inspectNetwork(docker, left.network))) return false;
    await delay(pauseMs);
    await removeContainers(docker, { ...labels, [label.service]: left.serviceId });
  }
  return true;
};

/**
 * A container that Swarm was making as its service went comes a moment later, and holds the network until it is removed; and
 * a network that was removed is there for a moment more, until Swarm's agent let go of it.
 */
const [mostLooks, pauseMs] = [25, 200];

const graceSeconds = 10;

/** Somebody, as Swarm itself a little later, removes the very same container: that is as good. */
const quietly = async (removing: Promise<void>): Promise<void> => {
  try {
    await removing;
  } catch (error) {
    const isGone = isAppError(error, 'CONFLICT') || isAppError(error, 'NOT_FOUND');
    if (!isGone && !(error instanceof AppError && /no such container/i.test(error.message))) throw error;
  }
};

/** Swarm ends the tasks of a removed service only seconds later; here they are asked to end at once. */
const removeContainers = async (
  docker: DockerClient,
  labels: Readonly<Record<string, string>>,
): Promise<void> => {
  const containers = await listContainers(docker, { all: true, labels });
  await Promise.all(
    containers.map(async ({ id, state }) => {
      if (state === 'running') await quietly(stopContainer(docker, id, { timeoutSeconds: graceSeconds }));
      await quietly(removeContainer(docker, id));
    }),
  );
};
