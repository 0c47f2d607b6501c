import type { OperationContext } from '../../rpc/index.ts';
import { registryRow, requireNoUse } from './queries.ts';

/** Deletes a registry with its password; CONFLICT that names the services which use it, unless that was seen. */
export function deleteRegistry(
  context: OperationContext,
  { registryId: id, evenIfUsed = false }: { registryId: string; evenIfUsed?: boolean | undefined },
): Record<never, never> {
  context.write((tx) => {
    const row = registryRow(context.store, id);
    if (!evenIfUsed) requireNoUse(context, row);
    tx.audit({ fact: { type: 'deleted' } });
    tx.removeNode(id);
  });
  return {};
}
