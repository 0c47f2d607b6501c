import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { parsePermissions } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { type KeyRecord, keyRecord } from './queries.ts';

/** The key that the caller came with; undefined for a person. */
export const callersKey = ({ store, caller }: OperationContext): KeyRecord | undefined =>
  caller.via?.type === 'key' ? keyRecord(store, caller.via.id) : undefined;

const refuse = (permission: string, nodeId: string, wouldGrant: string): never => {
  throw new AppError('FORBIDDEN', { permission, nodeId, wouldGrant });
};

/**
 * What a new key may at most: nothing that its maker does not hold at or below one of its scopes (R6). A key makes
 * only narrower ones: without a choice of its own, the new key gets the maker's permissions.
 */
export const permissionsFor = (
  context: OperationContext,
  input: {
    organizationId: string;
    permissions?: readonly Permission[] | undefined;
    nodeIds?: readonly string[] | undefined;
  },
): readonly Permission[] | null => {
  const { access } = context.store;
  const { organizationId, permissions, nodeIds = [organizationId] } = input;
  if (permissions === undefined) {
    const masked = callersKey(context)?.permissions ?? null;
    return masked === null ? null : parsePermissions(masked);
  }
  for (const permission of permissions) {
    if (nodeIds.some((id) => access.canSomewhere(context.caller.subject, permission, id))) continue;
    const where = input.nodeIds ? 'there' : 'anywhere here';
    refuse(permission, nodeIds[0] ?? organizationId, `Nobody gives a key what they do not hold ${where}.`);
  }
  return [...new Set(permissions)];
};

/** A key makes no key that would outlive it or get around its limits. */
export const requireWithinMaker = (
  context: OperationContext,
  input: { organizationId: string; expiresAt: number | null; field: string },
): void => {
  const maker = callersKey(context);
  if (!maker) return;
  if (maker.rate_limit !== null || maker.request_cap !== null) {
    refuse('api.read', input.organizationId, 'A key with a limit makes no others: they would get around it.');
  }
  if (maker.expires_at !== null && (input.expiresAt === null || input.expiresAt > maker.expires_at)) {
    const message = `a key makes none that outlives it; this one ends ${new Date(maker.expires_at).toISOString()}`;
    throw new AppError('INVALID_INPUT', { issues: [{ path: input.field, message }] });
  }
};
