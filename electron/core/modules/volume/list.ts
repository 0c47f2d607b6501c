import type { Volume } from '#shared/contract/volume.ts';
import type { DockerClient } from '../../remote/docker/client.ts';
import type { VolumeContext } from './at-volume.ts';
import { configuredOf, foundOn, joined, type Stored } from './found.ts';

/** Measuring walks over every file: a list is not kept waiting for it. */
const patienceMs = 5_000;

/**
 * The volumes of a service, the folders of its project and then those of the server, each by name: those of its configuration, those that its containers
 * have, and volumes that are left on its server from before.
 */
export async function listVolumes(context: VolumeContext, serviceId: string): Promise<Volume[]> {
  const { stored, serverId, isCompose } = configuredOf(context.store, serviceId);
  const { found, sizes } =
    serverId === null
      ? { found: [], sizes: new Map<string, number>() }
      : await lookOn(context, { serverId, serviceId, isCompose });
  // an application mounts what is configured, whatever its containers of before had
  const configured = new Set(stored.map(({ name }) => name));
  const kept = isCompose ? found : found.map((each) => ({ ...each, targets: [] }));
  return joined([
    ...stored,
    ...kept.filter(({ name, kind }) => kind !== 'bind' || isCompose || configured.has(name)),
  ])
    .toSorted((one, other) => rank(one) - rank(other) || (one.name < other.name ? -1 : 1))
    .map(({ name, kind, place, targets, usedBy }) => ({
      name,
      kind,
      targets: [...targets],
      exists: place !== undefined,
      sizeBytes: kind === 'volume' && place ? (sizes.get(place.name) ?? null) : null,
      usedBy: [...usedBy],
    }));
}

/** What is the service's own comes first. */
const kinds: readonly Volume['kind'][] = ['volume', 'folder', 'bind'];
const rank = ({ kind }: Pick<Stored, 'kind'>): number => kinds.indexOf(kind);

interface Look {
  readonly found: readonly Stored[];
  readonly sizes: ReadonlyMap<string, number>;
}

async function lookOn(
  context: VolumeContext,
  {
    serverId,
    ...service
  }: { readonly serverId: string; readonly serviceId: string; readonly isCompose: boolean },
): Promise<Look> {
  const [{ dockerOver }, volumes] = await Promise.all([
    import('../../remote/docker/client.ts'),
    import('../../remote/docker/volumes.ts'),
  ]);
  return context.servers.use(
    serverId,
    async (connection) => {
      const [found, sizes] = await Promise.all([
        foundOn(connection, service),
        sizesInTime(dockerOver(connection), volumes.volumeSizes, context.signal),
      ]);
      return { found, sizes };
    },
    context.signal,
  );
}

/** Nothing where Docker is still counting; who goes away ends the count. */
export async function sizesInTime(
  docker: DockerClient,
  measure: (docker: DockerClient, signal: AbortSignal) => Promise<ReadonlyMap<string, number>>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const patience = AbortSignal.timeout(patienceMs);
  try {
    return await measure(docker, AbortSignal.any([signal, patience]));
  } catch (error) {
    if (!patience.aborted) throw error;
    return new Map();
  }
}
