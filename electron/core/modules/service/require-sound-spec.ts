import type { Service } from '#shared/contract/service.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { AppError } from '#shared/model/errors.ts';

/** Refuses a configuration that can run on no server, by what its type of service says; INVALID_INPUT. */
export async function requireSoundSpec(type: Service['type'], spec: ServiceSpec): Promise<void> {
  const { serviceTypes } = await import('../../workload/index.ts');
  const issues = serviceTypes[type].issuesOf(spec);
  if (issues.length === 0) return;
  const inSpec = issues.map(({ path, message }) => ({ path: `spec.${path}`, message }));
  throw new AppError('INVALID_INPUT', { issues: inSpec });
}
