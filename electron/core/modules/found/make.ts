import { createHash } from 'node:crypto';
import type { AdoptedProject } from '#shared/contract/found.ts';
import { dockerOver } from '../../remote/docker/client.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { newNodeId } from '../../store/ids.ts';
import { requireRow } from '../../store/require-row.ts';
import {
  claimProject,
  composeLabel,
  composeSourceOf,
  forgetAdopted,
  layDownAdopted,
  releaseClaims,
} from '../../workload/index.ts';
import { recordAdopted } from '../deployment/index.ts';
import { insertService } from '../service/index.ts';
import type { Asked, FoundContext } from './context.ts';
import type { Planned } from './plan.ts';

/** A planned project with the ids that it gets. */
interface Coming extends Planned {
  readonly serviceId: string;
  readonly deploymentId: string;
}

/**
 * Claims each project on its server, then writes all of them down in one transaction. Where one cannot be, what was claimed
 * is let go; what a kill leaves claimed is taken by the next who adopts it.
 */
export async function makeServices(
  context: FoundContext,
  asked: Asked,
  planned: readonly Planned[],
): Promise<AdoptedProject[]> {
  const { store, servers } = context;
  const now = store.now();
  const all = planned.map((each) => ({
    ...each,
    serviceId: newNodeId('service', now),
    deploymentId: newNodeId('deployment', now),
  }));
  const begun: string[] = [];
  try {
    await servers.use(
      asked.serverId,
      async (connection) => {
        for (const each of all) {
          context.judgeAgain();
          begun.push(each.serviceId);
          await claim(connection, context, { asked, coming: each });
        }
      },
      context.signal,
    );
    context.judgeAgain();
    writeDown(context, asked, all);
  } catch (error) {
    await letGo(context, asked.serverId, begun);
    throw error;
  }
  await watch(context, all);
  return all.map(({ told, serviceId }) => ({ ...told, serviceId }));
}

async function claim(
  connection: SshConnection,
  { store }: FoundContext,
  { asked: { environmentId }, coming }: { readonly asked: Asked; readonly coming: Coming },
): Promise<void> {
  const { told, home, spec, variables, stale, serviceId, deploymentId } = coming;
  const docker = dockerOver(connection);
  for (const left of stale) {
    await releaseClaims(docker, left.serviceId);
    await forgetAdopted(connection, left.serviceId);
  }
  const { parent, organizationId } = requireRow(
    store.access.node(environmentId),
    'environment',
    environmentId,
  );
  const ids = {
    organization: organizationId,
    project: parent?.id ?? '',
    environment: environmentId,
    service: serviceId,
  };
  const { project } = told;
  await claimProject(docker, { ids, project, home });
  const examination = { source: composeSourceOf(spec, variables) };
  await layDownAdopted(
    connection,
    { project, home },
    { serviceId, deploymentId, examination, parts: told.parts },
  );
}

function writeDown(context: FoundContext, asked: Asked, all: readonly Coming[]): void {
  const { store, caller } = context;
  const { environmentId, serverId } = asked;
  const server = { id: serverId, name: store.access.node(serverId)?.name ?? '' };
  context.write((tx) => {
    for (const { told, spec, variables, containers, serviceId, deploymentId } of all) {
      const place = { environmentId, serverId, name: told.name, spec, type: 'compose' as const };
      insertService(tx, { ...place, id: serviceId });
      recordAdopted(tx, {
        ...{ id: deploymentId, serviceId, server, spec, variables },
        by: { id: caller.accountId, name: caller.name },
        parts: imagesOf(containers),
        digest: `sha256:${createHash('sha256').update(JSON.stringify(spec)).digest('hex')}`,
      });
    }
    const services = all.map(({ serviceId: id, told: { name } }) => ({ id, kind: 'service' as const, name }));
    tx.audit({ fact: { type: 'adopted', services, server: { ...server, kind: 'server' } } });
  });
}

/** The very image of each part that runs; without a registry's digest, for it is on this server. */
function imagesOf(containers: Planned['containers']) {
  const byPart = new Map(containers.map((each) => [each.labels[composeLabel.part] ?? '', each]));
  return [...byPart].map(([part, { image, imageId: id }]) => ({
    part,
    reference: image,
    digest: id,
    id,
    pinned: id,
  }));
}

async function letGo(
  { servers, host }: FoundContext,
  serverId: string,
  begun: readonly string[],
): Promise<void> {
  try {
    await servers.use(serverId, async (connection) => {
      for (const serviceId of begun) {
        await releaseClaims(dockerOver(connection), serviceId);
        await forgetAdopted(connection, serviceId);
      }
    });
  } catch (error) {
    host.log.warn('what was claimed stays claimed on a server', { server: serverId, error: String(error) });
  }
}

/** From now on it is watched as any other; that it is not seen yet is no failure of adopting. */
async function watch({ deployments, host }: FoundContext, all: readonly Coming[]): Promise<void> {
  try {
    await deployments.recover();
    await Promise.all(all.map(({ serviceId }) => deployments.runtime(serviceId)));
  } catch (error) {
    host.log.info('what was adopted is not seen yet', { error: String(error) });
  }
}
