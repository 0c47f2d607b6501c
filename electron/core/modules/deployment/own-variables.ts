import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import type { Store } from '../../store/store.ts';
import { ownVariables } from '../../workload/index.ts';
import type { DeployedVariable } from './rows.ts';

interface Owner {
  readonly serviceId: string;
  readonly spec: ServiceSpec;
}

/** Variables with those that the service has by what it is, such as a database's account, in their place. */
export function withOwnVariables(
  store: Store,
  { serviceId, spec }: Owner,
  variables: readonly DeployedVariable[],
): DeployedVariable[] {
  const own = ownVariables(store, serviceId, spec).map((each) => ({ ...each, levels: ['service'] as const }));
  return [...withoutOwnVariables(store, { serviceId, spec }, variables), ...own];
}

/** Those that somebody set. */
export function withoutOwnVariables(
  store: Store,
  { serviceId, spec }: Owner,
  variables: readonly DeployedVariable[],
): DeployedVariable[] {
  const names = new Set(ownVariables(store, serviceId, spec).map(({ name }) => name));
  return variables.filter(({ name }) => !names.has(name));
}
