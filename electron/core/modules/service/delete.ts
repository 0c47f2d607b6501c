import type { Deletion } from '#shared/contract/organization.ts';
import type { Volume } from '#shared/contract/volume.ts';
import { isAppError } from '#shared/model/errors.ts';
import { requireUnshared } from '../domain/index.ts';
import { type DeletionParts, deleteWithServices, deletionOf, requireMay } from '../node/index.ts';
import { listVolumes, type VolumeContext } from '../volume/index.ts';

/** How long a person who is asked whether they mean it waits for a server. */
const patienceMs = 3_000;

type DeletionContext = VolumeContext & DeletionParts;
type Staying = Pick<Volume, 'name' | 'sizeBytes'>;

/** What deleting a service takes with it, and its volumes, which stay unless they are named. */
export async function serviceDeletion(
  context: DeletionContext,
  serviceId: string,
): Promise<Deletion & { volumes: Staying[] | null }> {
  const volumes = await volumesOf(context, serviceId);
  return {
    ...deletionOf(context, serviceId),
    volumes:
      volumes?.flatMap(({ name, kind, sizeBytes, exists }) =>
        exists && kind !== 'bind' ? [{ name, sizeBytes }] : [],
      ) ?? null,
  };
}

/** Deletes a service with the volumes that are named; FORBIDDEN for those without volume.delete. */
export async function deleteService(
  context: DeletionContext,
  { serviceId, typedName, volumes }: { serviceId: string; typedName?: string | undefined; volumes: string[] },
): Promise<{ orphaned: string[] }> {
  if (volumes.length > 0) requireMay(context, 'volume.delete', serviceId);
  requireUnshared(context.store, serviceId);
  return { orphaned: await deleteWithServices(context, serviceId, typedName, volumes) };
}

/** Null where its server does not answer in time: what lies there is not needed to delete the service. */
async function volumesOf(context: DeletionContext, serviceId: string): Promise<Volume[] | null> {
  const patience = AbortSignal.timeout(patienceMs);
  try {
    return await listVolumes({ ...context, signal: AbortSignal.any([context.signal, patience]) }, serviceId);
  } catch (error) {
    if (patience.aborted || isAppError(error, 'UNREACHABLE') || isAppError(error, 'REMOTE_FAILED'))
      return null;
    throw error;
  }
}
