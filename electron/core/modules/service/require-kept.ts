import type { Service } from '#shared/contract/service.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { AppError } from '#shared/model/errors.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { serviceTypes } from '../../workload/index.ts';

/** Refuses a change of what stays as it was made, such as the user of a database that was deployed: INVALID_INPUT. */
export function requireKept(store: Store, before: Service, after: ServiceSpec): void {
  if (before.spec === null) return;
  const issues = serviceTypes[before.type].keeps(before.spec, after, wasDeployed(store, before.id));
  if (issues.length === 0) return;
  const inSpec = issues.map(({ path, message }) => ({ path: `spec.${path}`, message }));
  throw new AppError('INVALID_INPUT', { issues: inSpec });
}

/** Whether a deployment was ever asked for; one that failed may have begun on its volume. */
function wasDeployed({ database }: Store, serviceId: string): boolean {
  const query = sql.selectFrom('run').select('id').where('subject_id', '=', serviceId).limit(1);
  return database.first(query) !== undefined;
}
