import { dockerOver } from '../../remote/docker/client.ts';
import { addressesOn, listNetworks } from '../../remote/docker/networks.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { label } from '../runtime/labels.ts';
import type { Behind, Runtime } from '../runtime/runtime.ts';
import { notThere } from './launch.ts';
import { type PartContainer, partContainers } from './project-on-server.ts';

/** A project has one place: its containers take each other's, so that a proxy finds each part by the same name. */
export async function behindOf(
  connection: SshConnection,
  containers: readonly PartContainer[],
): Promise<Behind> {
  const parts = [...new Set(containers.map(({ part }) => part))].toSorted();
  const environment = containers[0]?.labels[label.environment];
  if (environment === undefined) return { slot: 'a', parts, networks: [] };
  const networks = await listNetworks(dockerOver(connection), {
    labels: { [label.environment]: environment },
  });
  return { slot: 'a', parts, networks: networks.map(({ id }) => id) };
}

export const behind: Runtime['behind'] = async (connection, { serviceId }) => {
  const containers = await partContainers(connection, serviceId);
  if (containers.length === 0) throw notThere();
  return behindOf(connection, containers);
};

/** Nothing of it runs beside a release, so that only its own addresses are there. */
export const addresses: Runtime['addresses'] = async (connection, { serviceId }, whose) => {
  if (whose === 'others') return [];
  const containers = await partContainers(connection, serviceId);
  const { networks } = await behindOf(connection, containers);
  const found = await Promise.all(networks.map((id) => addressesOn(dockerOver(connection), id)));
  return containers.flatMap(({ id }) => found.flatMap((each) => each.get(id) ?? []));
};
