import type { Service } from '#shared/contract/service.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { requireHostAccess, unreadableAccount } from '../node/index.ts';
import { copyVariables } from '../variable/index.ts';
import { insertService } from './create.ts';
import { copyDependencies } from './dependencies.ts';
import { serviceOf } from './queries.ts';

/**
 * Whether the copy may use a server that the source runs or is built on: by the server, or by the source, of which as much
 * can be made.
 */
const mayUse = (context: OperationContext, source: Service, serverId: string | null): boolean => {
  const { store, caller } = context;
  return (
    mayChange(context, source) ||
    (serverId !== null && store.access.can(caller.subject, 'server.read', serverId))
  );
};

const mayChange = ({ store, caller }: OperationContext, { id }: Service): boolean =>
  store.access.can(caller.subject, 'service.update', id);

/** What the copy begins with: built, and kept, where it runs where the caller may not use the places that the source uses. */
const specFor = (context: OperationContext, source: Service): ServiceSpec | null => {
  const spec = source.spec && specFacts(source.spec).copy();
  if (!spec || mayChange(context, source)) return spec;
  const { buildServerId, pushTo } = specFacts(spec);
  const built = mayUse(context, source, buildServerId) ? spec : specFacts(spec).builtWhereItRuns();
  const isClosed = pushTo !== null && unreadableAccount(context, source.organizationId, pushTo) !== null;
  return isClosed ? specFacts(built).withoutPush() : built;
};

/**
 * Copies a service's configuration, and of its variables the plain ones where the caller may read them, inside the
 * caller's transaction. Secrets and the deploy key stay behind, and what can be held but once, such as a port of the
 * server, is not asked for twice; so does a server that the caller may not use, to run or to build on. FORBIDDEN where it has a bind that the
 * caller could not save.
 */
export const copyService = (
  context: OperationContext,
  tx: AuditedTransaction,
  input: { source: Service; environmentId: string; name: string },
): string => {
  const { source } = input;
  const spec = specFor(context, source);
  const serverId = mayUse(context, source, source.serverId) ? source.serverId : null;
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
    const { environmentId, name } = input;
    const copy = copyService(context, tx, { source, environmentId, name });
    if (environmentId === source.environmentId) copyDependencies(tx, new Map([[source.id, copy]]));
    return copy;
  });
  return serviceOf(context.store, id);
};
