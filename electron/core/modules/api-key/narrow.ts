import type { Permission } from '#shared/model/permissions.ts';
import { keyObjections, offspringObjections, requireNone } from '../../access/giving/index.ts';
import { parsePermissions } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { type KeyRecord, keyRecord } from './queries.ts';

/** The key that the caller came with; undefined for a person. */
export const callersKey = ({ store, caller }: OperationContext): KeyRecord | undefined =>
  caller.via?.type === 'key' ? keyRecord(store, caller.via.id) : undefined;

/**
 * What a new key may at most. A key makes only narrower ones: without a choice of its own, the new key gets the maker's
 * permissions.
 */
export const permissionsFor = (
  context: OperationContext,
  input: {
    organizationId: string;
    permissions?: readonly Permission[] | undefined;
    nodeIds?: readonly string[] | undefined;
  },
): readonly Permission[] | null => {
  const { permissions } = input;
  if (permissions === undefined) {
    const masked = callersKey(context)?.permissions ?? null;
    return masked === null ? null : parsePermissions(masked);
  }
  requireNone(keyObjections(context, input));
  return [...new Set(permissions)];
};

/** A key makes no key that would outlive it or get around its limits. */
export const requireWithinMaker = (
  context: OperationContext,
  input: { organizationId: string; expiresAt: number | null; field: string },
): void => {
  const maker = callersKey(context);
  if (!maker) return;
  const isLimited = maker.rate_limit !== null || maker.request_cap !== null;
  requireNone(offspringObjections({ isLimited, expiresAt: maker.expires_at }, input));
};
