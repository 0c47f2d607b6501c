import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { AppError } from '#shared/model/errors.ts';
import type { ServiceTypeName } from '#shared/model/service-types.ts';

/** Refuses a configuration of another type than the service is, which never changes: CONFLICT. */
export function requireType(type: ServiceTypeName, spec: ServiceSpec): void {
  if (spec.type === type) return;
  const reason = `the service is of the type ${type} for good; create another service for the type ${spec.type}`;
  throw new AppError('CONFLICT', { field: 'spec.type', reason });
}
