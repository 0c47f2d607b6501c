import type { OperationContext } from '../../rpc/index.ts';
import { requireTypedName } from '../node/index.ts';

/**
 * Deletes an organization with everything of it in the store. What runs on servers keeps running: those
 * belong to their owners and are touched only by deleting the services first.
 */
export const deleteOrganization = (
  context: OperationContext,
  input: { organizationId: string; typedName: string },
): Record<never, never> => {
  requireTypedName(context, input.organizationId, input.typedName);
  context.write((tx) => {
    tx.audit({ detail: `organization “${input.typedName}” deleted` });
    tx.removeNode(input.organizationId);
  });
  return {};
};
