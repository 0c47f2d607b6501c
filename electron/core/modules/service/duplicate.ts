import type { Service } from '#shared/contract/service.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { Transaction } from '../../store/store.ts';
import { copyVariables } from '../variable/index.ts';
import { insertService } from './create.ts';
import { serviceOf } from './queries.ts';

/**
 * Copies a service's configuration and plain variables, inside the caller's transaction. Secrets and the
 * deploy key stay behind, and a port that is held on the server is not asked for twice.
 */
export const copyService = (
  tx: Transaction,
  input: { source: Service; environmentId: string; name: string },
): string => {
  const { source } = input;
  const spec = source.spec && {
    ...source.spec,
    ports: source.spec.ports.map(({ hostPort: _, ...port }) => port),
  };
  const id = insertService(tx, {
    environmentId: input.environmentId,
    name: input.name,
    description: source.description,
    serverId: source.serverId,
    spec,
  });
  copyVariables(tx, source.id, id);
  return id;
};

/** Copies a service into an environment of the organization; nothing is deployed. */
export const duplicateService = (
  context: OperationContext,
  input: { serviceId: string; environmentId: string; name: string },
): Service => {
  const source = serviceOf(context.core.store, input.serviceId);
  const id = context.write((tx) => {
    tx.audit({ detail: `copied to “${input.name}”` });
    return copyService(tx, { source, environmentId: input.environmentId, name: input.name });
  });
  return serviceOf(context.core.store, id);
};
