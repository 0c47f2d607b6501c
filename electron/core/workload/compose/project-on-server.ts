import { isProjectName } from '#shared/model/project-name.ts';
import { dockerOver } from '../../remote/docker/client.ts';
import { runScript } from '../../remote/jobs/run-script.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { composeLabel, ownContainers } from '../containers/own-containers.ts';
import { label } from '../runtime/labels.ts';
import type { Olds } from './beside/containers.ts';
import { isInPlace, oldsIn, taggedLines } from './beside/lines.ts';
import { folderOnServer } from './folder.ts';
import type { PartContainer } from './part-container.ts';
import { lookScript } from './scripts.ts';

/** A project as its folder tells of it. */
export interface ProjectOnServer {
  readonly folder: string;
  /** What Compose calls it; undefined before its first deployment. */
  readonly name: string | undefined;
  readonly deploymentId: string | undefined;
  readonly fence: number;
  /** Where the parts of a release are behind a proxy, as lines of an env file. */
  readonly placeLines: readonly string[];
  /** What that release stands beside; undefined where it was never started beside anything. */
  readonly olds: Olds | undefined;
  /** That release is one that Docker Swarm runs. */
  readonly isStack: boolean;
  /** Of the parts that a proxy leads to, whether it replaced any in its place. */
  readonly isInterrupting: boolean;
}

/**
 * Reads what is current of a service, with what is known of a release of it, of the current one unless said; answers nothing
 * but the folder where it never was there.
 */
export async function projectOnServer(
  connection: SshConnection,
  serviceId: string,
  release = '',
): Promise<ProjectOnServer> {
  const folder = await folderOnServer(connection, serviceId);
  const [name = '', current = '', ...rest] = await runScript(
    ...[connection, 'Looking at a compose project', lookScript, [folder, release]],
  );
  const [deploymentId, fence] = current.split(' ');
  const besides = taggedLines(rest, 'beside');
  return {
    folder,
    name: isProjectName(name) ? name : undefined,
    deploymentId: deploymentId || undefined,
    fence: Number(fence) || 0,
    placeLines: taggedLines(rest, 'place'),
    olds: rest.includes('is beside') ? oldsIn(besides) : undefined,
    isStack: rest.includes('is stack'),
    isInterrupting: besides.some(isInPlace),
  };
}

/** The containers that Compose runs of our services: of one, or of all. */
export async function partContainers(connection: SshConnection, serviceId = ''): Promise<PartContainer[]> {
  const found = await ownContainers(dockerOver(connection), { serviceId, all: true });
  return found.flatMap((container) => {
    const part = container.labels[composeLabel.part] ?? container.labels[label.part];
    if (part === undefined || container.labels[composeLabel.oneOff] === 'True') return [];
    return [{ ...container, part, number: Number(container.labels[composeLabel.number]) || 1 }];
  });
}
