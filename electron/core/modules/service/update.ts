import type { Service } from '#shared/contract/service.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { AppError } from '#shared/model/errors.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import type { Store } from '../../store/store.ts';
import { requireAllFree } from '../domain/index.ts';
import { requireBuildPlaces, requireCurrent, requireHostAccess, specChanges } from '../node/index.ts';
import { serviceOf } from './queries.ts';
import { requireSoundSpec } from './require-sound-spec.ts';

/** Renames or describes a service; what runs keeps its name on the server until the next deployment. */
export const updateService = (
  context: OperationContext,
  input: { serviceId: string; name?: string | undefined; description?: string | undefined },
): Service => {
  const { serviceId: id, ...fields } = input;
  context.write((tx) => tx.change('service', id, fields));
  return serviceOf(context.store, id);
};

/**
 * Sets what a service runs. CONFLICT on `version` where somebody saved in between; a service that runs
 * cannot change servers, since its old tasks would be left behind.
 */
export const configureService = async (
  context: OperationContext,
  input: {
    serviceId: string;
    spec: ServiceSpec;
    serverId?: string | undefined;
    version?: number | undefined;
  },
): Promise<Service> => {
  const { serviceId: id, spec } = input;
  const { type } = serviceOf(context.store, id);
  await requireSoundSpec(type, spec);
  const { requireKept } = await import('./require-kept.ts');
  context.write((tx) => saveSpec(context, tx, input, requireKept));
  return serviceOf(context.store, id);
};

/** Saves what a service runs, inside the caller's transaction; `requireKept` is loaded late, since little needs it. */
export function saveSpec(
  context: OperationContext,
  tx: AuditedTransaction,
  input: {
    serviceId: string;
    spec: ServiceSpec;
    serverId?: string | undefined;
    version?: number | undefined;
  },
  requireKept: (store: Store, before: Service, after: ServiceSpec) => void,
): void {
  const { serviceId: id, spec } = input;
  const before = serviceOf(context.store, id);
  requireCurrent(before, input.version);
  const serverId = input.serverId ?? before.serverId;
  if (before.serverId && before.currentDeploymentId && serverId !== before.serverId) {
    const reason =
      'the service runs on its present server; delete it there, or duplicate it for the other one';
    throw new AppError('CONFLICT', { field: 'serverId', reason });
  }
  requireKept(context.store, before, spec);
  const { organizationId } = before;
  requireHostAccess(context, { organizationId, before, after: { spec, serverId } });
  requireBuildPlaces(context, { organizationId, before: before.spec, after: spec });
  const columns = { spec: JSON.stringify(spec), version: before.version + 1 };
  const changes = specChanges(context.store, before.spec, spec);
  tx.change('service', id, { server: serverId }, { columns, changes });
  if (serverId !== before.serverId) requireAllFree(context, id);
}
