import type { Service } from '#shared/contract/service.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { requireHostAccess } from '../node/index.ts';
import { copyVariables } from '../variable/index.ts';
import { insertService } from './create.ts';
import { serviceOf } from './queries.ts';

/** Whether the copy may run where the source does: by the server, or by the source, of which as much can be made. */
const mayRunThere = ({ store, caller }: OperationContext, { id, serverId }: Service): boolean => {
  const { access } = store;
  return (
    access.can(caller.subject, 'service.update', id) ||
    (serverId !== null && access.can(caller.subject, 'server.read', serverId))
  );
};

/**
 * Copies a service's configuration, and of its variables the plain ones where the caller may read them, inside the
 * caller's transaction. Secrets and the deploy key stay behind, and what can be held but once, such as a port of the
 * server, is not asked for twice; so does a server that the caller may not use. FORBIDDEN where it has a bind that the
 * caller could not save.
 */
export const copyService = (
  context: OperationContext,
  tx: AuditedTransaction,
  input: { source: Service; environmentId: string; name: string },
): string => {
  const { source } = input;
  const spec = source.spec && specFacts(source.spec).copy();
  const serverId = mayRunThere(context, source) ? source.serverId : null;
  const { organizationId } = source;
  requireHostAccess(context, { organizationId, before: null, after: { spec, serverId } });
  const id = insertService(tx, {
    environmentId: input.environmentId,
    name: input.name,
    type: source.type,
    description: source.description,
    serverId,
    spec,
  });
  const { access } = context.store;
  if (access.can(context.caller.subject, 'serviceVariables.read', source.id)) {
    copyVariables(tx, source.id, id);
  }
  return id;
};

/** Copies a service into an environment of the organization; nothing is deployed. */
export const duplicateService = (
  context: OperationContext,
  input: { serviceId: string; environmentId: string; name: string },
): Service => {
  const source = serviceOf(context.store, input.serviceId);
  const id = context.write((tx) => {
    tx.audit({ fact: { type: 'copied', to: input.name } });
    return copyService(context, tx, { source, environmentId: input.environmentId, name: input.name });
  });
  return serviceOf(context.store, id);
};
