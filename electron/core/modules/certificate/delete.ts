import type { OperationContext } from '../../rpc/index.ts';
import { requireNoUse } from './uses.ts';

/** Deletes a certificate with its key; CONFLICT that names the domains which show it. */
export function deleteCertificate(context: OperationContext, id: string): Record<never, never> {
  context.write((tx) => {
    requireNoUse(context, id);
    tx.audit({ fact: { type: 'deleted' } });
    tx.removeNode(id);
  });
  return {};
}
