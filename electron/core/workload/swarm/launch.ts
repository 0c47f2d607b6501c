import { setTimeout as delay } from 'node:timers/promises';
import { isAppError } from '#shared/model/errors.ts';
import { type DockerClient, dockerOver } from '../../remote/docker/client.ts';
import { ensureNetwork } from '../../remote/docker/networks.ts';
import { createService, type SwarmService, updateService } from '../../remote/docker/services.ts';
import type { Desired } from '../desired/desired.ts';
import { environmentLabels, label } from '../runtime/labels.ts';
import type { Runtime, Version } from '../runtime/runtime.ts';
import { behindOf, nameBeside, nextSlot, prepareCandidate } from './beside.ts';
import { desiredService } from './desired-service.ts';
import { loginForNodes } from './login-for-nodes.ts';
import { makeMounts, removeOldFiles } from './mounts.ts';

/** The version that a service of Swarm's is at. */
export function versionOf(service: SwarmService): Version {
  const { id, name, labels, replicas, version, forceUpdate } = service;
  return {
    name,
    deploymentId: labels[label.deployment],
    replicas,
    fence: Number(labels[label.fence]) || 0,
    behind: behindOf(service),
    revision: { id, number: version, restarts: forceUpdate },
  };
}

/** Creates the service, and the environment's network before its first one. */
export const create: Runtime['create'] = async (connection, desired) => {
  const docker = dockerOver(connection);
  await onNetwork(async () => {
    const [spec, login] = await Promise.all([specOf(docker, desired), loginForNodes(docker, desired)]);
    return createService(docker, spec, login);
  });
};

/**
 * Starts an update over exactly the version that was seen; the service keeps its name and its restarts, unless the new
 * version starts beside it.
 */
export const update: Runtime['update'] = async (connection, desired, over) => {
  const docker = dockerOver(connection);
  if (desired.content.order === 'beside') return startBeside(docker, desired, over);
  const { name, revision, deploymentId } = over;
  await onNetwork(async () => {
    const asked = { ...desired, name, slot: over.behind.slot ?? desired.slot };
    const [made, login] = await Promise.all([
      specOf(docker, asked),
      loginForNodes(docker, asked),
      removeOldFiles(docker, asked.ids.service, [deploymentId, asked.deploymentId]),
    ]);
    const spec = { ...made, forceUpdate: revision.restarts };
    return updateService(docker, revision.id, revision.number, spec, login);
  });
};

/** Asks for the new version as a service of its own, in the other place. */
async function startBeside(docker: DockerClient, desired: Desired, over: Version): Promise<void> {
  const { ids, deploymentId } = desired;
  const { isThere } = await prepareCandidate(docker, { serviceId: ids.service, deploymentId });
  if (isThere) return;
  const asked = { ...desired, name: nameBeside(over.name, desired), slot: nextSlot(over.behind) };
  await onNetwork(async () => {
    const [spec, login] = await Promise.all([
      specOf(docker, asked),
      loginForNodes(docker, asked),
      removeOldFiles(docker, ids.service, [over.deploymentId, deploymentId]),
    ]);
    const labels = { ...spec.labels, [label.candidate]: 'yes' };
    return createService(docker, { ...spec, labels }, login);
  });
}

const looks = 10;
const pauseMs = 300;

/**
 * Does what needs the environment's network, again where that was on its way out: Swarm shows a network for a moment after
 * the last service of its environment was deleted with it, and then knows it no more.
 */
async function onNetwork<T>(act: () => Promise<T>): Promise<T> {
  for (let look = 1; ; look += 1) {
    try {
      return await act();
    } catch (error) {
      if (look === looks || !isNetworkGone(error)) throw error;
      await delay(pauseMs);
    }
  }
}

const isNetworkGone = (error: unknown): boolean =>
  isAppError(error, 'REMOTE_FAILED') && /network \S+ not found/i.test(error.data.stderr ?? '');

const specOf = async (docker: DockerClient, desired: Desired) => {
  const { network: name, ids } = desired;
  const [{ id }, made] = await Promise.all([
    ensureNetwork(docker, { name, labels: environmentLabels(ids) }),
    makeMounts(docker, desired),
  ]);
  return desiredService({ ...desired, networkId: id, made });
};
