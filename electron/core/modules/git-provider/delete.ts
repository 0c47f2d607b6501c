import type { OperationContext } from '../../rpc/index.ts';
import { requireNoUse } from './queries.ts';

/** Deletes a git provider with its token; CONFLICT that names the services which are fetched by it. */
export function deleteGitProvider(context: OperationContext, id: string): Record<never, never> {
  context.write((tx) => {
    requireNoUse(context, id);
    tx.audit({ fact: { type: 'deleted' } });
    tx.removeNode(id);
  });
  return {};
}
