import { AppError } from '#shared/model/errors.ts';
import { dockerOver } from '../../remote/docker/client.ts';
import { listContainers } from '../../remote/docker/containers.ts';
import { inspectNetwork, listNetworks, removeNetwork } from '../../remote/docker/networks.ts';
import { runScript } from '../../remote/jobs/run-script.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { removeKeptImages } from '../image/remove-kept-images.ts';
import { label } from '../runtime/labels.ts';
import type { Leftover, Runtime } from '../runtime/runtime.ts';
import { folderOnServer } from './folder.ts';
import { removeScript } from './scripts.ts';
import { removePartContainers } from './standing.ts';

/**
 * Removes containers, networks, kept images and the folder of a service, and its environment's network with the last one
 * of that.
 */
export const remove: Runtime['remove'] = async (connection, left) => {
  const docker = dockerOver(connection);
  await removePartContainers(connection, left.serviceId);
  for (const { name } of await listNetworks(docker, { labels: { [label.service]: left.serviceId } }))
    await removeNetwork(docker, name);
  await removeKeptImages(docker, left.serviceId);
  const folder = await folderOnServer(connection, left.serviceId);
  await runScript(connection, 'Removing the files of a service', removeScript, [folder], 120_000);
  return { networkInUse: (await isNetworkLeft(connection, left)) ? left.network : null };
};

const isNetworkLeft = async (connection: SshConnection, left: Leftover): Promise<boolean> => {
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
