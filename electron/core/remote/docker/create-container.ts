import { z } from 'zod';
import { isAppError } from '#shared/model/errors.ts';
import type { DockerClient } from './client.ts';
import { part } from './request.ts';

/** A container that runs for itself, beside whatever else runs on the server. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** As `source:target`, or `source:target:ro`; a source without a slash is a volume. */
  readonly binds: readonly string[];
  /** Ports of the server that it holds, each under the same number inside; `443/udp`. */
  readonly ports: readonly string[];
}

/** Creates a container that is started again with its server; a name in use is CONFLICT. */
export async function createContainer(docker: DockerClient, spec: ContainerSpec): Promise<{ id: string }> {
  const { Id } = await docker.json({
    action: 'Creating a container',
    method: 'POST',
    path: '/containers/create',
    query: { name: spec.name },
    body: {
      Image: spec.image,
      Cmd: spec.argv,
      Env: Object.entries(spec.env ?? {}).map(([name, value]) => `${name}=${value}`),
      Labels: spec.labels,
      ExposedPorts: Object.fromEntries(spec.ports.map((port) => [port, {}])),
      HostConfig: {
        Binds: spec.binds,
        PortBindings: Object.fromEntries(
          spec.ports.map((port) => [port, [{ HostPort: port.split('/')[0] }]]),
        ),
        RestartPolicy: { Name: 'unless-stopped' },
      },
    },
    schema: z.object({ Id: z.string() }),
  });
  return { id: Id };
}

/** Joins a container to a network, by ids or names; one that is in it already stays. */
export async function connectToNetwork(
  docker: DockerClient,
  network: string,
  container: string,
): Promise<void> {
  try {
    await docker.send({
      action: 'Joining the proxy to a network',
      method: 'POST',
      path: `/networks/${part(network)}/connect`,
      body: { Container: container },
    });
  } catch (error) {
    const isIn = isAppError(error, 'REMOTE_FAILED') || isAppError(error, 'CONFLICT');
    if (!isIn || !/already exists in network|already attached/i.test(error.message)) throw error;
  }
}

/** Takes a container out of a network; one that is not in it counts as taken out. */
export const disconnectFromNetwork = (
  docker: DockerClient,
  network: string,
  container: string,
): Promise<void> =>
  docker.send({
    action: 'Taking the proxy out of a network',
    method: 'POST',
    path: `/networks/${part(network)}/disconnect`,
    body: { Container: container, Force: true },
    accept: [403, 404, 500],
  });
