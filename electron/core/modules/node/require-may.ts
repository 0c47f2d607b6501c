import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { wouldGrant } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { requireRow } from '../../store/require-row.ts';

/** Refuses whoever lacks a permission that an operation asks for only sometimes, so that its contract cannot say it. */
export const requireMay = (
  { store, caller }: OperationContext,
  permission: Permission,
  nodeId: string,
): void => {
  const { access } = store;
  if (access.allows(caller.subject, permission, nodeId)) return;
  const node = requireRow(access.node(nodeId), 'organization', nodeId);
  const hint = wouldGrant(access, caller.subject, permission, node);
  throw new AppError('FORBIDDEN', { permission, nodeId, wouldGrant: hint });
};
