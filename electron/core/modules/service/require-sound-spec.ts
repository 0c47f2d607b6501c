import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { AppError } from '#shared/model/errors.ts';
import type { ServiceTypeName } from '#shared/model/service-types.ts';
import { requireType } from '../../workload/require-type.ts';

/**
 * Refuses a configuration that can run on no server, by what its type of service says: INVALID_INPUT; and one of another
 * type than the service is, since that never changes: CONFLICT.
 */
export async function requireSoundSpec(type: ServiceTypeName, spec: ServiceSpec): Promise<void> {
  requireType(type, spec);
  const { serviceTypes } = await import('../../workload/index.ts');
  const issues = serviceTypes[type].issuesOf(spec);
  if (issues.length === 0) return;
  const inSpec = issues.map(({ path, message }) => ({ path: `spec.${path}`, message }));
  throw new AppError('INVALID_INPUT', { issues: inSpec });
}
