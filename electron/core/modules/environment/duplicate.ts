import type { Environment } from '#shared/contract/environment.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { requireMay } from '../node/index.ts';
import { copyDependencies, copyService, servicesOf } from '../service/index.ts';
import { copyVariables } from '../variable/index.ts';
import { insertEnvironment } from './create.ts';
import { environmentOf } from './queries.ts';

/**
 * Copies an environment with its plain variables and the services, where the caller may read them, inside the caller's transaction. `targetId` is
 * what is there already, where creating services is checked: the project, or the organization for a new one.
 */
export const copyEnvironment = (
  context: OperationContext,
  tx: AuditedTransaction,
  input: { source: Environment; projectId: string; name: string; targetId: string },
): string => {
  const { source } = input;
  const services = servicesOf(context.store, context.caller.subject, source.id);
  if (services.length > 0) requireMay(context, 'service.create', input.targetId);
  const id = insertEnvironment(tx, { ...source, projectId: input.projectId, name: input.name });
  if (context.store.access.can(context.caller.subject, 'environmentVariables.read', source.id))
    copyVariables(tx, source.id, id);
  const copies = services.map((source) => {
    const copy = copyService(context, tx, { source, environmentId: id, name: source.name });
    return [source.id, copy] as const;
  });
  copyDependencies(tx, new Map(copies));
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
