import type { OperationContext } from '../../rpc/index.ts';
import { requireNoUse } from './uses.ts';

/**
 * Deletes an SSH key with its private half; CONFLICT that names what uses it. What servers and repositories know of its
 * public half stays there.
 */
export function deleteSshKey(context: OperationContext, id: string): Record<never, never> {
  context.write((tx) => {
    requireNoUse(context, id);
    tx.audit({ fact: { type: 'deleted' } });
    tx.removeNode(id);
  });
  return {};
}
