import { dockerOver } from '../../remote/docker/client.ts';
import { removeVolume } from '../../remote/docker/volumes.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { ownVolumes } from '../containers/own-containers.ts';
import { folderOnServer } from './folder.ts';

/** How Compose calls a volume within its project. */
export const composeVolumeLabel = 'com.docker.compose.volume';

const own = './';

/** The names of the folders that containers of a project have of its own, by where those are on the server. */
export async function ownFolders(
  connection: SshConnection,
  serviceId: string,
  sources: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const above = `${await folderOnServer(connection, serviceId)}/`;
  const found = new Map<string, string>();
  for (const source of sources) {
    if (!source.startsWith(above)) continue;
    const [kind, name = '', ...deeper] = source.slice(above.length).split('/');
    // what a deployment laid down is configuration, and not kept
    const isKept = kind === 'data' && name !== '' && deeper.length === 0;
    found.set(source, isKept ? `${own}${decodeURIComponent(name)}` : '');
  }
  return found;
}

/** Removes volumes of a project, and answers the names of the folders, as they are on the server, that are to go too. */
export async function removeVolumes(
  connection: SshConnection,
  { serviceId, volumes }: { readonly serviceId: string; readonly volumes: readonly string[] },
): Promise<string[]> {
  const docker = dockerOver(connection);
  const named = volumes.filter((name) => !name.startsWith(own));
  const found = named.length === 0 ? [] : await ownVolumes(docker, serviceId);
  for (const { name, labels } of found)
    if (named.includes(labels[composeVolumeLabel] ?? '')) await removeVolume(docker, name);
  return volumes
    .filter((name) => name.startsWith(own))
    .map((name) => encodeURIComponent(name.slice(own.length)));
}
