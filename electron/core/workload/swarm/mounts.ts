import type { Mount } from '#shared/contract/mount.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import type { DockerClient } from '../../remote/docker/client.ts';
import { createSecret, listSecrets, removeSecret } from '../../remote/docker/secrets.ts';
import type { ServiceMount, ServiceSecret } from '../../remote/docker/service-spec.ts';
import { dockerInfo } from '../../remote/docker/system.ts';
import { ensureVolume } from '../../remote/docker/volumes.ts';
import type { Desired } from '../desired/desired.ts';
import { label, pathLabels } from '../runtime/labels.ts';
import { volumeNameOf } from '../runtime/volume-name.ts';

/** What of a service's mounts has to be on the server before Swarm can be asked to run it. */
export interface MadeMounts {
  /** The node that holds its volumes; undefined where it may run on any. */
  readonly nodeId: string | undefined;
  readonly secrets: readonly ServiceSecret[];
}

type Asked = Pick<Desired, 'ids' | 'deploymentId' | 'content'>;
type MountOf<Type extends Mount['type']> = Extract<Mount, { type: Type }>;

const mebibyte = 1024 * 1024;

/**
 * Makes the volumes that are not there, and the files of this deployment as secrets of Swarm's: those are encrypted on
 * disk, and in memory alone where a container reads them. May be done again. CONFLICT where a volume of somebody else's
 * bears the name.
 */
export async function makeMounts(docker: DockerClient, asked: Asked): Promise<MadeMounts> {
  const { mounts } = asked.content;
  const isPinned = mounts.some(({ type }) => type === 'volume' || type === 'bind');
  const [info, secrets] = await Promise.all([
    isPinned ? dockerInfo(docker) : null,
    makeFiles(docker, asked),
    ...ofType(mounts, 'volume').map(({ name }) => makeVolume(docker, asked, name)),
  ]);
  return { nodeId: info?.swarm.nodeId, secrets };
}

/** The mounts as a service of Swarm's has them, files aside. */
export function swarmMounts({ ids, content }: Pick<Asked, 'ids' | 'content'>): ServiceMount[] {
  return content.mounts.flatMap((mount): ServiceMount[] => {
    const { target } = mount;
    if (mount.type === 'file') return [];
    if (mount.type === 'tmpfs') return [{ type: 'tmpfs', target, sizeBytes: mount.sizeMiB * mebibyte }];
    const source = mount.type === 'bind' ? mount.source : volumeNameOf(ids.service, mount.name);
    return [{ type: mount.type, source, target, isReadOnly: mount.readOnly }];
  });
}

/**
 * Removes the files of earlier deployments of the service; those of what runs stay, since Swarm may have to go back to
 * it. One that is in use by then stays as well.
 */
export async function removeOldFiles(
  docker: DockerClient,
  serviceId: string,
  kept: readonly (string | undefined)[],
): Promise<void> {
  const all = await listSecrets(docker, { labels: { [label.service]: serviceId } });
  const old = all.filter(({ labels }) => !kept.includes(labels[label.deployment]));
  await Promise.all(old.map(({ id }) => unlessUsed(removeSecret(docker, id))));
}

async function makeVolume(docker: DockerClient, { ids }: Asked, name: string): Promise<void> {
  const wanted = volumeNameOf(ids.service, name);
  const { labels } = await ensureVolume(docker, {
    name: wanted,
    labels: { ...pathLabels(ids), [label.volume]: name },
  });
  if (labels[label.service] === ids.service) return;
  const reason = `A volume “${wanted}” is on the server that Quayside did not make; rename or remove it there.`;
  throw new AppError('CONFLICT', { field: 'mounts', reason });
}

async function makeFiles(docker: DockerClient, asked: Asked): Promise<ServiceSecret[]> {
  const files = ofType(asked.content.mounts, 'file');
  if (files.length === 0) return [];
  const labels = { ...pathLabels(asked.ids), [label.deployment]: asked.deploymentId };
  const known = await listSecrets(docker, { labels: { [label.deployment]: asked.deploymentId } });
  return Promise.all(
    files.map(async ({ target, content, mode }, index) => {
      const name = `${asked.deploymentId}-${index}`;
      const there = known.find((each) => each.name === name);
      const { id } = there ?? (await createSecret(docker, { name, data: Buffer.from(content), labels }));
      return { id, name, target, mode: Number.parseInt(mode, 8) };
    }),
  );
}

async function unlessUsed(removing: Promise<void>): Promise<void> {
  try {
    await removing;
  } catch (error) {
    if (!isAppError(error, 'REMOTE_FAILED') && !isAppError(error, 'CONFLICT')) throw error;
  }
}

function ofType<Type extends Mount['type']>(mounts: readonly Mount[], type: Type): MountOf<Type>[] {
  return mounts.filter((mount): mount is MountOf<Type> => mount.type === type);
}
