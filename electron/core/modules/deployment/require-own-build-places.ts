import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { serviceView } from '../../workload/index.ts';
import { requireBuildPlaces } from '../node/index.ts';

/** Refuses to ask a server for a service’s configuration that is not saved, where the caller could not save it so. */
export function requireOwnBuildPlaces(
  context: OperationContext,
  serviceId: string,
  after: ServiceSpec,
): void {
  const { ids, spec: before } = serviceView(context.store, serviceId);
  requireBuildPlaces(context, { organizationId: ids.organization, before, after });
}
