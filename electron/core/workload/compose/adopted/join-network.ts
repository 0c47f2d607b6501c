import { dockerOver } from '../../../remote/docker/client.ts';
import { listContainers } from '../../../remote/docker/containers.ts';
import { joinNetwork } from '../../../remote/docker/networks.ts';
import type { SshConnection } from '../../../remote/ssh/types.ts';
import { claimsOn } from '../../containers/claims.ts';
import { composeLabel } from '../../containers/own-containers.ts';
import type { Desired } from '../../desired/desired.ts';
import { label } from '../../runtime/labels.ts';
import { namesOf } from '../names.ts';

/** Puts what runs of an adopted project on the network of its environment as it runs: a proxy finds it there then. */
export async function joinAdopted(
  connection: SshConnection,
  { ids, network, alias }: Pick<Desired, 'ids' | 'network' | 'alias'>,
): Promise<void> {
  const docker = dockerOver(connection);
  for (const { project } of await claimsOn(docker, ids.service)) {
    const found = await listContainers(docker, { labels: { [composeLabel.project]: project } });
    const isOne = new Set(found.map(({ labels }) => labels[composeLabel.part])).size === 1;
    for (const { id: containerId, labels } of found) {
      const part = labels[composeLabel.part];
      if (part === undefined || label.service in labels) continue;
      const aliases = namesOf(part, isOne, { alias, serviceId: ids.service, slot: 'a' });
      await joinNetwork(docker, network, { containerId, aliases });
    }
  }
}
