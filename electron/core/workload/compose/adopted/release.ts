import { AppError } from '#shared/model/errors.ts';
import { dockerOver } from '../../../remote/docker/client.ts';
import { listContainers } from '../../../remote/docker/containers.ts';
import { inspectNetwork, leaveNetwork } from '../../../remote/docker/networks.ts';
import type { SshConnection } from '../../../remote/ssh/types.ts';
import { claimsOn, releaseClaims } from '../../containers/claims.ts';
import { composeLabel } from '../../containers/own-containers.ts';
import { label } from '../../runtime/labels.ts';
import type { Leftover } from '../../runtime/runtime.ts';
import { remove } from '../remove.ts';
import type { AdoptedProject } from './untouched.ts';

/** What a service was before it was one; none where it was never adopted. */
export async function adoptedOn(connection: SshConnection, serviceId: string): Promise<AdoptedProject[]> {
  const claims = await claimsOn(dockerOver(connection), serviceId);
  return claims.map(({ project, home }) => ({ project, home }));
}

/**
 * Takes away what was written down of an adopted service, so that it is nobody's again; what runs runs on. CONFLICT where it
 * was never adopted, or where some of it was started by a deployment since: that bears our labels until it is started anew.
 */
export async function releaseAdopted(connection: SshConnection, left: Leftover): Promise<void> {
  const { serviceId, network } = left;
  const docker = dockerOver(connection);
  const [claim] = await claimsOn(docker, serviceId);
  if (!claim) throw refused('it was not adopted; take it out by eject');
  const ours = await listContainers(docker, { all: true, labels: { [label.service]: serviceId } });
  const parts = [...new Set(ours.map(({ labels }) => labels[composeLabel.part] ?? ''))];
  if (parts.length > 0)
    throw refused(`${parts.join(', ')} were started by a deployment since; take it out by eject`);
  if (await inspectNetwork(docker, network)) {
    const labels = { [composeLabel.project]: claim.project };
    for (const { id } of await listContainers(docker, { all: true, labels }))
      await leaveNetwork(docker, network, id);
  }
  await releaseClaims(docker, serviceId);
  // without its claim nothing that runs is its own any more: this removes what was written down
  await remove(connection, { ...left, volumes: [] });
}

const refused = (reason: string): AppError => new AppError('CONFLICT', { field: 'serviceId', reason });
