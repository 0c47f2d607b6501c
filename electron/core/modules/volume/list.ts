import { specFacts } from '#shared/contract/spec-facts.ts';
import type { Volume } from '#shared/contract/volume.ts';
import type { DockerClient } from '../../remote/docker/client.ts';
import { sql } from '../../store/database.ts';
import { requireRow } from '../../store/require-row.ts';
import type { Store } from '../../store/store.ts';
import { specOf } from '../../workload/stored-spec.ts';
import type { VolumeContext } from './at-volume.ts';

/** Measuring walks over every file: a list is not kept waiting for it. */
const patienceMs = 5_000;

interface Found {
  readonly sizeBytes: number | null;
  readonly usedBy: readonly string[];
}

/** The volumes of a service by name: those that it mounts, and those that are left on its server from before. */
export async function listVolumes(context: VolumeContext, serviceId: string): Promise<Volume[]> {
  const { targets, serverId } = mountedBy(context.store, serviceId);
  const found = serverId === null ? new Map<string, Found>() : await foundOn(context, serverId, serviceId);
  return [...new Set([...targets.keys(), ...found.keys()])].toSorted().map((name) => {
    const { sizeBytes = null, usedBy = [] } = found.get(name) ?? {};
    return {
      name,
      targets: targets.get(name) ?? [],
      exists: found.has(name),
      sizeBytes,
      usedBy: [...usedBy],
    };
  });
}

/** Where the saved configuration mounts each volume. */
function mountedBy(store: Store, serviceId: string) {
  const query = sql.selectFrom('service').select(['spec', 'server_id']).where('id', '=', serviceId);
  const { spec, server_id: serverId } = requireRow(store.database.first(query), 'service', serviceId);
  const targets = new Map<string, string[]>();
  for (const mount of spec === null ? [] : specFacts(specOf({ spec })).mounts)
    if (mount.type === 'volume') targets.set(mount.name, [...(targets.get(mount.name) ?? []), mount.target]);
  return { targets, serverId };
}

async function foundOn(
  context: VolumeContext,
  serverId: string,
  serviceId: string,
): Promise<ReadonlyMap<string, Found>> {
  const [{ dockerOver }, { listContainers }, volumes, { label }] = await Promise.all([
    import('../../remote/docker/client.ts'),
    import('../../remote/docker/containers.ts'),
    import('../../remote/docker/volumes.ts'),
    import('../../workload/index.ts'),
  ]);
  const labels = { [label.service]: serviceId };
  return context.servers.use(
    serverId,
    async (connection) => {
      const docker = dockerOver(connection);
      const [listed, containers, sizes] = await Promise.all([
        volumes.listVolumes(docker, { labels }),
        listContainers(docker, { labels }),
        sizesInTime(docker, volumes.volumeSizes, context.signal),
      ]);
      const usersOf = (name: string): string[] =>
        containers.filter(({ volumes: used }) => used.includes(name)).map((container) => container.name);
      return new Map(
        listed.flatMap(({ name, labels: { [label.volume]: own } }) =>
          own === undefined ? [] : [[own, { sizeBytes: sizes.get(name) ?? null, usedBy: usersOf(name) }]],
        ),
      );
    },
    context.signal,
  );
}

/** Nothing where Docker is still counting; who goes away ends the count. */
async function sizesInTime(
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
