import type { DockerClient } from '../../remote/docker/client.ts';
import { type ContainerSummary, listContainers } from '../../remote/docker/containers.ts';
import { listVolumes, type Volume } from '../../remote/docker/volumes.ts';
import { label } from '../runtime/labels.ts';
import { claimsOn } from './claims.ts';

/** What Compose itself writes on each container, network and volume. */
export const composeLabel = {
  project: 'com.docker.compose.project',
  part: 'com.docker.compose.service',
  number: 'com.docker.compose.container-number',
  oneOff: 'com.docker.compose.oneoff',
  hash: 'com.docker.compose.config-hash',
  files: 'com.docker.compose.project.config_files',
  folder: 'com.docker.compose.project.working_dir',
} as const;

interface Asked {
  /** One service; absent: all of ours. */
  readonly serviceId?: string | undefined;
  /** Also those that do not run. */
  readonly all?: boolean | undefined;
}

/**
 * The containers of our services: those with our labels, and those of projects that were adopted, which get the labels here
 * that they would bear. Among these no one is that bears the labels of another service.
 */
export async function ownContainers(
  docker: DockerClient,
  { serviceId = '', all }: Asked = {},
): Promise<ContainerSummary[]> {
  const [labelled, claims] = await Promise.all([
    listContainers(docker, { all, labels: { [label.service]: serviceId } }),
    claimsOn(docker, serviceId),
  ]);
  if (claims.length === 0) return labelled;
  const byProject = new Map(claims.map(({ project, labels }) => [project, labels]));
  const ofProjects = await listContainers(docker, { all, labels: { [composeLabel.project]: '' } });
  const adopted = ofProjects.flatMap((container) => {
    const labels = byProject.get(container.labels[composeLabel.project] ?? '');
    if (!labels || label.service in container.labels) return [];
    return [{ ...container, labels: { ...container.labels, ...labels } }];
  });
  return [...labelled, ...adopted];
}

/** The volumes of a service, found in the same way. */
export async function ownVolumes(docker: DockerClient, serviceId: string): Promise<Volume[]> {
  const [labelled, claims] = await Promise.all([
    listVolumes(docker, { labels: { [label.service]: serviceId } }),
    claimsOn(docker, serviceId),
  ]);
  const adopted = await Promise.all(
    claims.map(({ project }) => listVolumes(docker, { labels: { [composeLabel.project]: project } })),
  );
  return [...labelled, ...adopted.flat().filter(({ labels }) => !(label.service in labels))];
}
