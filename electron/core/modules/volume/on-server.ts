import type { ServerVolume, VolumeEntry } from '#shared/contract/volume.ts';
import { AppError } from '#shared/model/errors.ts';
import type { ContainerSummary } from '../../remote/docker/containers.ts';
import type { Volume } from '../../remote/docker/volumes.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { requireRow } from '../../store/require-row.ts';
import type { VolumeContext } from './at-volume.ts';
import { pageOf } from './browse.ts';
import { sizesInTime } from './list.ts';

/** Every volume of a server by name, whoever made it. */
export async function volumesOnServer(context: VolumeContext, serverId: string): Promise<ServerVolume[]> {
  const told = await context.servers.use(
    serverId,
    (connection) => look(connection, context.signal),
    context.signal,
  );
  const { originOf } = await originsOn(context, serverId);
  return told.volumes
    .map((volume) => ({
      name: volume.name,
      driver: volume.driver,
      sizeBytes: told.sizes.get(volume.name) ?? null,
      usedBy: usersOf(volume.name, told),
      ...originOf(volume),
    }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

interface Page {
  readonly path: string;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A page of a folder of any volume of a server. NOT_FOUND where there is none of that name. */
export async function browseOnServer(
  context: VolumeContext,
  { serverId, volumeName, path, ...page }: { serverId: string; volumeName: string } & Page,
): Promise<{ entries: VolumeEntry[]; next: string | null; isWhole: boolean }> {
  const [{ dockerOver }, { inspectVolume }, { listFolder }] = await Promise.all([
    import('../../remote/docker/client.ts'),
    import('../../remote/docker/volumes.ts'),
    import('../../remote/volume/files.ts'),
  ]);
  const found = await context.servers.use(
    serverId,
    async (connection) => {
      const place = await inspectVolume(dockerOver(connection), volumeName);
      if (!place) throw unknown(volumeName);
      context.judgeAgain();
      return listFolder(connection, place, { path, signal: context.signal });
    },
    context.signal,
  );
  return pageOf(found, page);
}

/**
 * Removes a volume of a server that nothing uses, with all that is in it; Docker itself refuses one that is used meanwhile.
 * CONFLICT for one that is used, or may be for all that a worker of a Swarm knows, or of a service that is still here: that is asked for where the service is deleted.
 */
export async function removeFromServer(
  context: VolumeContext,
  { serverId, volumeName, typedName }: { serverId: string; volumeName: string; typedName: string },
): Promise<{ freedBytes: number | null }> {
  if (typedName !== volumeName)
    throw new AppError('INVALID_INPUT', {
      issues: [{ path: 'typedName', message: `must be the exact name “${volumeName}”` }],
    });
  const [{ originOf }, { dockerOver }, { removeVolume }] = await Promise.all([
    originsOn(context, serverId),
    import('../../remote/docker/client.ts'),
    import('../../remote/docker/volumes.ts'),
  ]);
  const freedBytes = await context.servers.use(
    serverId,
    async (connection) => {
      const told = await look(connection, context.signal);
      const found = told.volumes.find(({ name }) => name === volumeName);
      if (!found) throw unknown(volumeName);
      const [user] = usersOf(volumeName, told);
      if (user !== undefined) throw refused(`“${user}” uses it; remove that first`);
      if (told.services === null)
        throw refused(
          'this server is no manager of its Swarm, and cannot say what uses it; make it one first',
        );
      if (originOf(found).origin === 'service')
        throw refused('it is of a service that is here; delete the service, and tick the volume there');
      context.judgeAgain();
      await removeVolume(dockerOver(connection), volumeName);
      return told.sizes.get(volumeName) ?? null;
    },
    context.signal,
  );
  context.write((tx) => tx.audit({ fact: { type: 'volumeRemoved', volume: volumeName, bytes: freedBytes } }));
  return { freedBytes };
}

interface Told {
  readonly volumes: readonly Volume[];
  readonly containers: readonly ContainerSummary[];
  /** Null where the server cannot say. */
  readonly services: ReadonlyMap<string, readonly string[]> | null;
  readonly sizes: ReadonlyMap<string, number>;
}

async function look(connection: SshConnection, signal: AbortSignal): Promise<Told> {
  const [{ dockerOver }, { listContainers }, docker] = await Promise.all([
    import('../../remote/docker/client.ts'),
    import('../../remote/docker/containers.ts'),
    import('../../remote/docker/volumes.ts'),
  ]);
  const client = dockerOver(connection);
  const [volumes, containers, services, sizes] = await Promise.all([
    docker.listVolumes(client),
    listContainers(client, { all: true }),
    docker.volumesOfSwarm(client),
    sizesInTime(client, docker.volumeSizes, signal),
  ]);
  return { volumes, containers, services, sizes };
}

function usersOf(volume: string, { containers, services }: Told): string[] {
  return [
    ...[...(services ?? [])].flatMap(([name, volumes]) => (volumes.includes(volume) ? [name] : [])),
    ...containers.flatMap(({ name, volumes }) => (volumes.includes(volume) ? [name] : [])),
  ];
}

/** Tells whose a volume is, by its labels; a service that the reader may not see is not named. */
async function originsOn({ store, caller }: VolumeContext, serverId: string) {
  const { label, composeVolumeLabel } = await import('../../workload/index.ts');
  const { organizationId } = requireRow(store.access.node(serverId), 'server', serverId);
  const originOf = ({ labels }: Volume): Pick<ServerVolume, 'origin' | 'serviceId' | 'ownName'> => {
    const labelled = labels[label.service];
    if (labelled === undefined) return { origin: 'foreign', serviceId: null, ownName: null };
    const node = store.access.node(labelled);
    const ownName = labels[label.volume] ?? labels[composeVolumeLabel] ?? null;
    if (!node) return { origin: 'left', serviceId: null, ownName };
    const isSeen = node.organizationId === organizationId && store.access.canSee(caller.subject, node.id);
    return { origin: 'service', serviceId: isSeen ? node.id : null, ownName: isSeen ? ownName : null };
  };
  return { originOf };
}

function unknown(volumeName: string): AppError {
  return new AppError('NOT_FOUND', { kind: 'volume', id: volumeName, field: 'volumeName' });
}

function refused(reason: string): AppError {
  return new AppError('CONFLICT', { field: 'volumeName', reason });
}
