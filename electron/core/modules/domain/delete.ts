import type { DomainContext } from './context.ts';
import { domainRow } from './queries.ts';
import { noteChange } from './route-row.ts';

/** Deletes a domain, and takes it from the server of its service; answers before that is done. */
export function deleteDomain(context: DomainContext, id: string): Record<never, never> {
  const serviceId = context.write((tx) => {
    const row = domainRow(context.store, id);
    tx.audit({ fact: { type: 'deleted' } });
    tx.removeNode(id);
    noteChange(tx, row.service_id);
    return row.service_id;
  });
  context.routing.changed(serviceId);
  return {};
}
