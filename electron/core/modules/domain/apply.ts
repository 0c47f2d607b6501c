import type { Domain } from '#shared/contract/domain.ts';
import { AppError } from '#shared/model/errors.ts';
import type { DomainContext } from './context.ts';
import { domainOf, domainRow } from './queries.ts';

/** Takes the domains of a service to its server now, and answers when its proxy shows them. */
export async function applyDomain(context: DomainContext, id: string): Promise<Domain> {
  const { store, routing } = context;
  const { service_id: serviceId } = domainRow(store, id);
  if (domainOf(store, id).state === 'waiting') {
    throw new AppError('CONFLICT', { field: '', reason: 'its service has to be deployed first' });
  }
  context.judgeAgain();
  await routing.apply(serviceId);
  return domainOf(store, id);
}
