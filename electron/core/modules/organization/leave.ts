import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { removeMember } from '../../seats/index.ts';
import { memberByAccount, ownerOf } from './roles.ts';

/**
 * Ends the caller's own membership with its grants, keys and streams; the account and its other organizations stay.
 * Refused to the Owner (R10).
 */
export const leaveOrganization = (
  context: OperationContext,
  { organizationId }: { organizationId: string },
): Record<never, never> => {
  const { accountId } = context.caller;
  context.write((tx) => {
    const member = memberByAccount(tx.database, organizationId, accountId);
    if (!member) throw new AppError('NOT_FOUND', { kind: 'organization', id: organizationId });
    if (ownerOf(tx.database, organizationId).id === member.id) {
      const reason = 'the Owner cannot leave: transfer the organization to somebody, or delete it';
      throw new AppError('CONFLICT', { field: 'organizationId', reason });
    }
    tx.audit({ nodeId: member.id, fact: { type: 'memberLeft' } });
    removeMember(tx, organizationId, member.id);
  });
  return {};
};
