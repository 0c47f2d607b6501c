import { specFacts } from '#shared/contract/spec-facts.ts';
import type { Volume } from '#shared/contract/volume.ts';
import type { ContainerSummary } from '../../remote/docker/containers.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { VolumePlace } from '../../remote/volume/in-volume.ts';
import { sql } from '../../store/database.ts';
import { requireRow } from '../../store/require-row.ts';
import type { Store } from '../../store/store.ts';
import { specOf } from '../../workload/stored-spec.ts';

/** A volume or folder by its name within its service. */
export interface Wanted {
  readonly serviceId: string;
  readonly volume: string;
}

/** What keeps files of a service, as its server tells of it or as it is configured. */
export interface Stored {
  readonly name: string;
  readonly kind: Volume['kind'];
  /** Undefined where it is not on the server yet. */
  readonly place: VolumePlace | undefined;
  readonly targets: readonly string[];
  /** The names of running containers. */
  readonly usedBy: readonly string[];
}

/** The volumes and folders of a service by its saved configuration; those of a compose service are told by its containers. */
export function configuredOf(
  store: Store,
  serviceId: string,
): { readonly stored: Stored[]; readonly serverId: string | null; readonly isCompose: boolean } {
  const query = sql.selectFrom('service').select(['spec', 'server_id', 'type']).where('id', '=', serviceId);
  const { spec, server_id: serverId, type } = requireRow(store.database.first(query), 'service', serviceId);
  const stored = (spec === null ? [] : specFacts(specOf({ spec })).mounts).flatMap((mount): Stored[] => {
    const told = { place: undefined, targets: [mount.target], usedBy: [] };
    if (mount.type === 'volume') return [{ ...told, name: mount.name, kind: 'volume' }];
    if (mount.type === 'bind') return [{ ...told, name: mount.source, kind: 'bind' }];
    return [];
  });
  return { stored: joined(stored), serverId, isCompose: type === 'compose' };
}

/** The same as it is on the server: its volumes by their labels, and what its containers mount. */
export async function foundOn(
  connection: SshConnection,
  { serviceId, isCompose }: { readonly serviceId: string; readonly isCompose: boolean },
): Promise<Stored[]> {
  const [{ dockerOver }, workload] = await Promise.all([
    import('../../remote/docker/client.ts'),
    import('../../workload/index.ts'),
  ]);
  const docker = dockerOver(connection);
  const [volumes, containers] = await Promise.all([
    workload.ownVolumes(docker, serviceId),
    // what Swarm ended stays for a while; a part of a project that ended is there still
    workload.ownContainers(docker, { serviceId, all: isCompose }),
  ]);
  const binds = [...new Set(containers.flatMap(({ mounts }) => mounts))].filter(
    ({ type }) => type === 'bind',
  );
  const sources = [...new Set(binds.map(({ from }) => from))];
  const own = isCompose
    ? await workload.ownFolders(connection, serviceId, sources)
    : new Map<string, string>();
  return joined([
    ...volumes.flatMap((volume): Stored[] => {
      const name = volume.labels[workload.label.volume] ?? volume.labels[workload.composeVolumeLabel];
      if (name === undefined) return [];
      // what is behind it is not its own, and its name says nothing of that
      const kind = volume.leadsElsewhere ? 'bind' : 'volume';
      return [{ name, kind, place: volume, ...usersOf(volume.name, containers) }];
    }),
    ...sources.flatMap((source): Stored[] => {
      const name = own.get(source) ?? source;
      if (name === '') return [];
      const kind = own.has(source) ? 'folder' : 'bind';
      return [{ name, kind, place: { name: '', mountpoint: source }, ...usersOf(source, containers) }];
    }),
  ]);
}

/** Where a volume or folder is on the server, and of what kind; undefined where the service has none of that name. */
export async function placeOf(
  connection: SshConnection,
  store: Store,
  { serviceId, volume }: Wanted,
): Promise<(Pick<Stored, 'kind'> & { readonly place: VolumePlace }) | undefined> {
  const { stored, isCompose } = configuredOf(store, serviceId);
  const found = (await foundOn(connection, { serviceId, isCompose })).find(({ name }) => name === volume);
  if (found?.place) return { kind: found.kind, place: found.place };
  const isBind = stored.some(({ name, kind }) => kind === 'bind' && name === volume);
  return isBind ? { kind: 'bind', place: { name: '', mountpoint: volume } } : undefined;
}

/** One of each name; what is told later adds where it is and who uses it. */
export function joined(all: readonly Stored[]): Stored[] {
  const byName = new Map<string, Stored>();
  for (const each of all) {
    const known = byName.get(each.name);
    byName.set(each.name, {
      ...each,
      place: known?.place ?? each.place,
      targets: [...new Set([...(known?.targets ?? []), ...each.targets])],
      usedBy: [...new Set([...(known?.usedBy ?? []), ...each.usedBy])],
    });
  }
  return [...byName.values()];
}

function usersOf(from: string, containers: readonly ContainerSummary[]): Pick<Stored, 'targets' | 'usedBy'> {
  const users = containers.filter(({ mounts }) => mounts.some((mount) => mount.from === from));
  return {
    targets: users.flatMap(({ mounts }) =>
      mounts.flatMap((mount) => (mount.from === from ? [mount.target] : [])),
    ),
    usedBy: users.flatMap(({ name, state }) => (state === 'running' ? [name] : [])),
  };
}
