import type { Environment } from '#shared/contract/environment.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { Transaction } from '../../store/store.ts';
import { requireMay } from '../node/index.ts';
import { copyService, servicesOf } from '../service/index.ts';
import { insertEnvironment } from './create.ts';
import { environmentOf } from './queries.ts';

/**
 * Copies an environment with the services that the caller may read, inside the caller's transaction. `targetId` is
 * what is there already, where creating services is checked: the project, or the organization for a new one.
 */
export const copyEnvironment = (
  context: OperationContext,
  tx: Transaction,
  input: { source: Environment; projectId: string; name: string; targetId: string },
): string => {
  const { source } = input;
  const services = servicesOf(context.store, context.caller.subject, source.id);
  if (services.length > 0) requireMay(context, 'service.create', input.targetId);
  const id = insertEnvironment(tx, { ...source, projectId: input.projectId, name: input.name });
  for (const service of services) {
    copyService(context, tx, { source: service, environmentId: id, name: service.name });
  }
  return id;
};

/** Copies an environment into a project of the organization; nothing is deployed. */
export const duplicateEnvironment = (
  context: OperationContext,
  input: { environmentId: string; projectId: string; name: string },
): Environment => {
  const source = environmentOf(context.store, input.environmentId);
  const id = context.write((tx) => {
    tx.audit({ fact: { type: 'copied', to: input.name } });
    const { projectId, name } = input;
    return copyEnvironment(context, tx, { source, projectId, name, targetId: projectId });
  });
  return environmentOf(context.store, id);
};
