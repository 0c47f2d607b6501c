import { AppError } from '#shared/model/errors.ts';
import { type DockerClient, dockerOver } from '../../remote/docker/client.ts';
import {
  type ContainerSummary,
  inspectContainer,
  listContainers,
  removeContainer,
  renameContainer,
  startContainer,
  stopContainer,
} from '../../remote/docker/containers.ts';
import { createContainer } from '../../remote/docker/create-container.ts';
import { inspectImage, pullImage } from '../../remote/docker/images.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { makeFolder, putFile } from './files.ts';
import { findProxy, type ProxyType, proxyLabel } from './place.ts';
import { proxies } from './proxies.ts';
import type { Acme } from './routes.ts';

/** The proxy that a server is to have. */
export interface ProxyWanted {
  readonly type: ProxyType;
  /** Undefined for the one that is known to work. */
  readonly image: string | undefined;
  readonly acme: Acme;
}

const containerName = 'quayside-proxy';

/**
 * Makes a server have a proxy at its ports 80 and 443: another type, image or authority takes the place of the one that is
 * there, for which visitors wait some seconds. Routes and certificates stay on the server. REMOTE_FAILED where the image
 * cannot be had, does not run as a proxy, or a port is held by somebody else; then the old one runs on, or is started again.
 * A kill in between leaves the old one stopped, which the next one finds and takes the place of.
 */
export async function installProxy(connection: SshConnection, wanted: ProxyWanted): Promise<void> {
  const docker = dockerOver(connection);
  const { image: usual, argv, env, files } = proxies[wanted.type].container(wanted.acme);
  const image = wanted.image ?? usual;
  await obtain(docker, image);
  const folder = (await findProxy(connection))?.folder ?? (await makeFolder(connection));
  for (const [name, text] of Object.entries(files)) await putFile(connection, `${folder}/${name}`, text);
  const old = await listContainers(docker, { all: true, labels: { [proxyLabel.type]: '' } });
  try {
    await stepAside(docker, old);
    const { id } = await createContainer(docker, {
      name: containerName,
      image,
      argv,
      env,
      labels: { [proxyLabel.type]: wanted.type, [proxyLabel.folder]: folder },
      binds: [`${folder}:/etc/quayside/proxy:ro`, 'quayside-proxy:/data'],
      ports: ['80/tcp', '443/tcp', '443/udp'],
    });
    await startContainer(docker, id);
    await requireRunning(docker, id);
  } catch (error) {
    await comeBack(docker, old);
    throw error;
  }
  for (const { id } of old) await removeContainer(docker, id);
}

async function obtain(docker: DockerClient, image: string): Promise<void> {
  if (!(await inspectImage(docker, image))) await pullImage(docker, image);
}

/**
 * Leaves name and ports to another proxy; what is there stays, to come back where that one does not run. Stopped first: a
 * running one on a network of the Swarm is not renamed (seen with Docker 26).
 */
async function stepAside(docker: DockerClient, old: readonly ContainerSummary[]): Promise<void> {
  for (const { id, name } of old) {
    await stopContainer(docker, id);
    if (name === containerName) await renameContainer(docker, id, `${containerName}-${id.slice(0, 12)}`);
  }
}

/** Undoes that, wherever it stands, once what took the name is gone. */
async function comeBack(docker: DockerClient, old: readonly ContainerSummary[]): Promise<void> {
  const there = await inspectContainer(docker, containerName);
  if (there && !old.some(({ id }) => id === there.id)) await removeContainer(docker, there.id);
  for (const { id, name, state } of old) {
    const isRenamed = (await inspectContainer(docker, id))?.name !== name;
    if (isRenamed) await renameContainer(docker, id, name);
    if (state === 'running') await startContainer(docker, id);
  }
}

async function requireRunning(docker: DockerClient, id: string): Promise<void> {
  const container = await inspectContainer(docker, id);
  if (container?.state === 'running') return;
  throw new AppError('REMOTE_FAILED', {
    server: docker.server,
    action: 'Starting the proxy',
    stderr: container?.error ?? 'The container of the proxy ended at once.',
    cure: 'Look at what holds the ports 80 and 443 of the server.',
  });
}
