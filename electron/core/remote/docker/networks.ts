import { isIPv4 } from 'node:net';
import { z } from 'zod';
import { isAppError } from '#shared/model/errors.ts';
import type { DockerClient } from './client.ts';
import { part } from './request.ts';
import { filtersOf, labelFilter, labelsSchema, optionalText } from './schema.ts';

export interface NetworkOptions {
  readonly name: string;
  /** `overlay` unless said, which needs the Swarm. */
  readonly driver?: 'overlay' | 'bridge' | undefined;
  readonly isAttachable?: boolean | undefined;
  readonly isInternal?: boolean | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

const networkSchema = z
  .object({ Id: z.string(), Name: z.string(), Driver: z.string(), Labels: labelsSchema })
  .transform((n) => ({ id: n.Id, name: n.Name, driver: n.Driver, labels: n.Labels }));

export type Network = z.output<typeof networkSchema>;

/** One network by name or id, null when there is none. */
export const inspectNetwork = (docker: DockerClient, name: string): Promise<Network | null> =>
  docker.find({ action: 'Looking at a network', path: `/networks/${part(name)}`, schema: networkSchema });

const endpointsSchema = z.object({
  Containers: z.record(z.string(), z.object({ IPv4Address: optionalText })).nullish(),
});

/** The IPv4 addresses that containers have on a network, by their ids; empty where there is no such network. */
export const addressesOn = async (
  docker: DockerClient,
  name: string,
): Promise<ReadonlyMap<string, string>> => {
  const found = await docker.find({
    action: 'Looking at a network',
    path: `/networks/${part(name)}`,
    schema: endpointsSchema,
  });
  return new Map(
    Object.entries(found?.Containers ?? {}).flatMap(([id, { IPv4Address }]) => {
      const [address = ''] = IPv4Address?.split('/') ?? [];
      return isIPv4(address) ? [[id, address]] : [];
    }),
  );
};

/** The networks that bear labels; an empty value asks only that the label is there. */
export const listNetworks = (
  docker: DockerClient,
  { labels }: { readonly labels: Readonly<Record<string, string>> },
): Promise<Network[]> =>
  docker.json({
    action: 'Listing networks',
    path: '/networks',
    query: { filters: filtersOf({ label: labelFilter(labels) }) },
    schema: z.array(networkSchema),
  });

/** Makes sure a network of this name is there; one that is there already is adopted as it is. */
export const ensureNetwork = async (
  docker: DockerClient,
  options: NetworkOptions,
): Promise<{ id: string; created: boolean }> => {
  const { name, driver = 'overlay', isAttachable = true, isInternal = false, labels } = options;
  const known = await inspectNetwork(docker, name);
  if (known) return { id: known.id, created: false };
  const body = {
    Name: name,
    Driver: driver,
    CheckDuplicate: true,
    Internal: isInternal,
    Attachable: driver === 'overlay' && isAttachable,
    Labels: labels,
  };
  try {
    const schema = z.object({ Id: z.string() });
    const made = await docker.json({
      action: 'Making a network',
      method: 'POST',
      path: '/networks/create',
      body,
      schema,
    });
    return { id: made.Id, created: true };
  } catch (error) {
    // Somebody made it meanwhile: Docker says 409, but Swarm says 500 “name conflicts with an existing object”.
    const mayBeThere = isAppError(error, 'CONFLICT') || isAppError(error, 'REMOTE_FAILED');
    const other = mayBeThere ? await inspectNetwork(docker, name) : null;
    if (other) return { id: other.id, created: false };
    throw error;
  }
};

/** Puts a running container on a network under further names, without a restart; one that is on it stays as it is. */
export const joinNetwork = (
  docker: DockerClient,
  network: string,
  { containerId, aliases }: { readonly containerId: string; readonly aliases: readonly string[] },
): Promise<void> =>
  docker.send({
    action: 'Putting a container on a network',
    method: 'POST',
    path: `/networks/${part(network)}/connect`,
    body: { Container: containerId, EndpointConfig: { Aliases: aliases } },
    // Docker 26 answers 403 to one that is on it already, and to one that shares the network of another
    accept: [403, 409],
  });

/** Takes a container off a network; one that is not on it stays as it is. */
export const leaveNetwork = (docker: DockerClient, network: string, containerId: string): Promise<void> =>
  docker.send({
    action: 'Taking a container off a network',
    method: 'POST',
    path: `/networks/${part(network)}/disconnect`,
    body: { Container: containerId },
    accept: [403, 404],
  });

/** Removes a network; one that is gone counts as removed, one in use is CONFLICT or REMOTE_FAILED. */
export const removeNetwork = (docker: DockerClient, name: string): Promise<void> =>
  docker.send({
    action: 'Removing a network',
    method: 'DELETE',
    path: `/networks/${part(name)}`,
    accept: [404],
  });
