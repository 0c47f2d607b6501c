import * as z from 'zod';
import { AppError } from '#shared/model/errors.ts';
import { type DockerClient, dockerOver } from '../../remote/docker/client.ts';
import { listContainers } from '../../remote/docker/containers.ts';
import { execInContainer } from '../../remote/docker/exec.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';

/** What a proxy's container is known by, whoever of several Quaysides made it. */
export const proxyLabel = { type: 'quayside.proxy', folder: 'quayside.proxy.folder' } as const;

/** The proxies there are. */
export const proxyTypes = ['traefik', 'caddy'] as const;
export type ProxyType = (typeof proxyTypes)[number];

/** The proxy of a server: its container, and the folder of the server that it reads its files from. */
export interface ProxyPlace {
  readonly connection: SshConnection;
  readonly docker: DockerClient;
  readonly type: ProxyType;
  readonly containerId: string;
  readonly image: string;
  readonly isRunning: boolean;
  /** Has the folders `routes`, `previous` and `slots`. */
  readonly folder: string;
}

const labels = z.object({
  [proxyLabel.type]: z.enum(proxyTypes),
  [proxyLabel.folder]: z.string().regex(/^\/[\w./@+-]+$/),
});

/** Looks for the proxy of a server; null where there is none of ours. */
export async function findProxy(connection: SshConnection): Promise<ProxyPlace | null> {
  const docker = dockerOver(connection);
  const found = await listContainers(docker, { all: true, labels: { [proxyLabel.type]: '' } });
  const [container] = found.toSorted((a, b) => Number(b.state === 'running') - Number(a.state === 'running'));
  const read = labels.safeParse(container?.labels);
  if (!container || !read.success) return null;
  return {
    connection,
    docker,
    type: read.data[proxyLabel.type],
    folder: read.data[proxyLabel.folder],
    containerId: container.id,
    image: container.image,
    isRunning: container.state === 'running',
  };
}

/** The same where it has to be there and at work; REMOTE_FAILED with the cure where it is not. */
export async function runningProxy(connection: SshConnection): Promise<ProxyPlace> {
  const place = await findProxy(connection);
  if (place?.isRunning) return place;
  throw new AppError('REMOTE_FAILED', {
    server: connection.label,
    action: 'Looking for the proxy',
    stderr: place ? 'The proxy does not run.' : 'There is no proxy on the server yet.',
    cure: 'Install one under Proxy on the page of the server.',
  });
}

/** Runs a program of the proxy's container; REMOTE_FAILED with its last words where it fails. */
export async function inProxy(
  { docker, containerId }: Pick<ProxyPlace, 'docker' | 'containerId'>,
  action: string,
  argv: readonly string[],
): Promise<string> {
  const { exitCode, stdout, stderr } = await execInContainer(docker, containerId, { action, argv });
  if (exitCode === 0) return stdout;
  const said = withoutProgress(stderr || stdout)
    .trim()
    .slice(-2_000);
  throw new AppError('REMOTE_FAILED', {
    server: docker.server,
    action,
    ...(exitCode === null ? {} : { exitCode }),
    stderr: said,
  });
}

/** What a program said without the lines in which Caddy logs that all is well so far. */
const withoutProgress = (text: string): string => text.replaceAll(/^\{"level":"info".*\n?/gm, '');
