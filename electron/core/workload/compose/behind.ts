import { dockerOver } from '../../remote/docker/client.ts';
import { addressesOn, listNetworks } from '../../remote/docker/networks.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { label } from '../runtime/labels.ts';
import type { Behind, Runtime } from '../runtime/runtime.ts';
import { isCandidate, isOld } from './beside/containers.ts';
import { slotsIn } from './beside/places.ts';
import { notThere } from './launch.ts';
import type { PartContainer } from './part-container.ts';
import { partContainers, projectOnServer } from './project-on-server.ts';

/** Each part has its own two places, since only those that changed take the other one. */
export async function behindOf(
  connection: SshConnection,
  containers: readonly PartContainer[],
  placeLines: readonly string[],
): Promise<Behind> {
  const parts = [...new Set(containers.map(({ part }) => part))].toSorted();
  const slots = slotsIn(placeLines, parts);
  const [only = '', ...more] = parts;
  // a project of one part is found by its own name, which is in the place of that
  const slot = (more.length === 0 && slots[only]) || 'a';
  return { slot, slots, parts, networks: await networksOf(connection, containers) };
}

async function networksOf(
  connection: SshConnection,
  containers: readonly PartContainer[],
): Promise<readonly string[]> {
  const environment = containers[0]?.labels[label.environment];
  if (environment === undefined) return [];
  const networks = await listNetworks(dockerOver(connection), {
    labels: { [label.environment]: environment },
  });
  return networks.map(({ id }) => id);
}

export const behind: Runtime['behind'] = async (connection, { serviceId, deploymentId }) => {
  const [{ placeLines }, containers] = await Promise.all([
    projectOnServer(connection, serviceId, deploymentId),
    partContainers(connection, serviceId),
  ]);
  if (containers.length === 0) throw notThere();
  return behindOf(connection, containers, placeLines);
};

/** Of a release that stands beside another one, for nothing else is waited for. */
export const addresses: Runtime['addresses'] = async (connection, { serviceId, deploymentId }, whose) => {
  const [{ olds = new Map() }, all] = await Promise.all([
    projectOnServer(connection, serviceId, deploymentId),
    partContainers(connection, serviceId),
  ]);
  const isAsked = whose === 'own' ? isCandidate : isOld;
  const containers = all.filter((each) => isAsked(olds, each));
  const networks = await networksOf(connection, containers);
  const found = await Promise.all(networks.map((id) => addressesOn(dockerOver(connection), id)));
  return containers.flatMap(({ id }) => found.flatMap((each) => each.get(id) ?? []));
};
