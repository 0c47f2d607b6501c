import { AppError, isAppError } from '#shared/model/errors.ts';
import { type DockerClient, dockerOver } from '../../remote/docker/client.ts';
import { listContainers } from '../../remote/docker/containers.ts';
import { inspectNetwork, listNetworks, removeNetwork } from '../../remote/docker/networks.ts';
import { runScript } from '../../remote/jobs/run-script.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { claimsOn, releaseClaims } from '../containers/claims.ts';
import { composeLabel } from '../containers/own-containers.ts';
import { removeKeptImages } from '../image/remove-kept-images.ts';
import { label } from '../runtime/labels.ts';
import type { Leftover, Runtime } from '../runtime/runtime.ts';
import { endStack } from './end-stack.ts';
import { folderOnServer } from './folder.ts';
import { removeVolumes } from './kept.ts';
import { removeScript } from './scripts.ts';
import { removePartContainers } from './standing.ts';

/**
 * Removes containers, networks, kept images and the folder of a service, of its volumes and own folders those that are
 * named, and its environment's network with the last one of that.
 */
export const remove: Runtime['remove'] = async (connection, left) => {
  const docker = dockerOver(connection);
  const folder = await folderOnServer(connection, left.serviceId);
  await endStack(connection, left.serviceId);
  await removePartContainers(connection, left.serviceId);
  for (const { name } of await listNetworks(docker, { labels: { [label.service]: left.serviceId } }))
    await removeNetwork(docker, name);
  await removeAdoptedNetworks(docker, left.serviceId);
  const folders = await removeVolumes(connection, left);
  await removeKeptImages(docker, left.serviceId);
  await runScript(connection, 'Removing the files of a service', removeScript, [folder, ...folders], 120_000);
  // by this it is found: it goes last
  await releaseClaims(docker, left.serviceId);
  return { networkInUse: (await isNetworkLeft(connection, left)) ? left.network : null };
};

/** Those of a project that was adopted; one that others are on as well is theirs, and stays. */
async function removeAdoptedNetworks(docker: DockerClient, serviceId: string): Promise<void> {
  for (const { project } of await claimsOn(docker, serviceId))
    for (const { name } of await listNetworks(docker, { labels: { [composeLabel.project]: project } }))
      try {
        await removeNetwork(docker, name);
      } catch (error) {
        if (!isAppError(error, 'CONFLICT') && !isAppError(error, 'REMOTE_FAILED')) throw error;
      }
}

const isNetworkLeft = async (
  connection: SshConnection,
  left: Omit<Leftover, 'volumes'>,
): Promise<boolean> => {
  const docker = dockerOver(connection);
  const others = await listContainers(docker, {
    all: true,
    labels: { [label.environment]: left.environmentId },
  });
  if (others.length > 0 || !(await inspectNetwork(docker, left.network))) return false;
  try {
    await removeNetwork(docker, left.network);
    return false;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return true;
  }
};

export const leaveEnvironment: Runtime['leaveEnvironment'] = (connection, left) =>
  isNetworkLeft(connection, left);
