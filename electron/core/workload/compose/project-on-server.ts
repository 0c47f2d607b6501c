import { dockerOver } from '../../remote/docker/client.ts';
import { type ContainerSummary, listContainers } from '../../remote/docker/containers.ts';
import { runScript } from '../../remote/jobs/run-script.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { label } from '../runtime/labels.ts';
import { folderOnServer } from './folder.ts';
import { lookScript } from './scripts.ts';

/** What Compose itself writes on each container. */
const composeLabel = {
  project: 'com.docker.compose.project',
  part: 'com.docker.compose.service',
  number: 'com.docker.compose.container-number',
  oneOff: 'com.docker.compose.oneoff',
} as const;

/** A project as its folder tells of it. */
export interface ProjectOnServer {
  readonly folder: string;
  /** What Compose calls it; undefined before its first deployment. */
  readonly name: string | undefined;
  readonly deploymentId: string | undefined;
  readonly fence: number;
}

/** Reads what is current of a service; answers nothing but the folder where it never was there. */
export async function projectOnServer(
  connection: SshConnection,
  serviceId: string,
): Promise<ProjectOnServer> {
  const folder = await folderOnServer(connection, serviceId);
  const [name = '', current = ''] = await runScript(connection, 'Looking at a compose project', lookScript, [
    folder,
  ]);
  const [deploymentId, fence] = current.split(' ');
  return {
    folder,
    name: /^[a-z0-9][a-z0-9_-]{0,62}$/.test(name) ? name : undefined,
    deploymentId: deploymentId || undefined,
    fence: Number(fence) || 0,
  };
}

/** A container of a compose service, by the part that it is of. */
export interface PartContainer extends ContainerSummary {
  readonly part: string;
  readonly number: number;
}

/** The containers that Compose runs of our services: of one, or of all. */
export async function partContainers(connection: SshConnection, serviceId = ''): Promise<PartContainer[]> {
  const labels = { [label.service]: serviceId };
  const found = await listContainers(dockerOver(connection), { all: true, labels });
  return found.flatMap((container) => {
    const part = container.labels[composeLabel.part];
    if (part === undefined || container.labels[composeLabel.oneOff] === 'True') return [];
    return [{ ...container, part, number: Number(container.labels[composeLabel.number]) || 1 }];
  });
}
