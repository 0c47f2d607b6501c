import { AppError } from '#shared/model/errors.ts';
import { networkNameOf } from '#shared/model/service-names.ts';
import { hasUnfinishedRun } from '../../runs/index.ts';
import { hasVisitors, requireUnshared } from '../domain/index.ts';
import { requireTypedName } from '../node/index.ts';
import type { FoundContext } from './context.ts';

/**
 * Forgets a service that was adopted, and leaves what runs of it running. CONFLICT where it was not adopted, was deployed
 * anew since or has domains; BUSY while it is deployed.
 */
export async function releaseService(
  context: FoundContext,
  { serviceId, typedName }: { readonly serviceId: string; readonly typedName?: string | undefined },
): Promise<Record<never, never>> {
  const { store, servers } = context;
  const { releaseAdopted, serviceView } = await import('../../workload/index.ts');
  requireTypedName(context, serviceId, typedName);
  const { serverId, ids, names } = serviceView(store, serviceId);
  if (serverId === null) throw refused('it runs on no server');
  if (hasVisitors(store, serviceId)) throw refused('domains lead to it; remove those first');
  requireUnshared(store, serviceId);
  if (hasUnfinishedRun(store.database, serviceId))
    throw new AppError('BUSY', { by: `a deployment of “${names.service}”` });
  const wholes = await context.environmentDeployments.abandonBelow(serviceId);
  await servers.use(serverId, (connection) => {
    context.judgeAgain();
    const network = networkNameOf(names, ids.environment);
    return releaseAdopted(connection, { serviceId, environmentId: ids.environment, network, volumes: [] });
  });
  context.judgeAgain();
  context.write((tx) => {
    tx.audit({ fact: { type: 'released' } });
    tx.removeNode(serviceId);
  });
  await context.deployments.forget([serviceId]);
  await context.environmentDeployments.forget(wholes);
  return {};
}

const refused = (reason: string): AppError => new AppError('CONFLICT', { field: 'serviceId', reason });
