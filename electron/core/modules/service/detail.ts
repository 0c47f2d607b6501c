import type { ServiceDetail } from '#shared/contract/service.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { dependenciesOf } from './dependencies.ts';
import { serviceOf } from './queries.ts';

/** A service with where it is reached and what it waits for, as far as the caller may see that. */
export async function serviceDetail(context: OperationContext, serviceId: string): Promise<ServiceDetail> {
  const { addressesOf } = await import('./addresses.ts');
  return {
    ...serviceOf(context.store, serviceId),
    addresses: addressesOf(context, serviceId),
    dependsOn: dependenciesOf(context, serviceId),
  };
}
