import type { Permission } from '#shared/model/permissions.ts';
import { mayObjections, requireNone } from '../../access/giving/index.ts';
import type { OperationContext } from '../../rpc/index.ts';

/** Refuses whoever lacks a permission that an operation asks for only sometimes, so that its contract cannot say it. */
export const requireMay = (context: OperationContext, permission: Permission, nodeId: string): void =>
  requireNone(mayObjections(context, permission, nodeId));
