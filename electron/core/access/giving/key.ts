import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { Giver } from './giver.ts';
import type { Objection } from './objection.ts';
import { levelObjections } from './rank.ts';

/** Objects to permissions of a new key that its maker does not hold at or below one of its scopes (R6). */
export function keyObjections(
  { store: { access }, caller }: Giver,
  key: {
    organizationId: string;
    permissions?: readonly Permission[] | undefined;
    nodeIds?: readonly string[] | undefined;
  },
): Objection[] {
  const { organizationId, permissions = [], nodeIds = [organizationId] } = key;
  const lacked = permissions.filter(
    (permission) => !nodeIds.some((id) => access.canSomewhere(caller.subject, permission, id)),
  );
  const where = key.nodeIds ? 'there' : 'anywhere here';
  const wouldGrant = `Nobody gives a key what they do not hold ${where}.`;
  return lacked.map((permission) => ({
    field: 'permissions',
    error: new AppError('FORBIDDEN', { permission, nodeId: nodeIds[0] ?? organizationId, wouldGrant }),
  }));
}

/** Objects to a key, made by another one, that would outlive its maker or get around its limits. */
export function offspringObjections(
  maker: { isLimited: boolean; expiresAt: number | null },
  key: { organizationId: string; expiresAt: number | null; field: string },
): Objection[] {
  if (maker.isLimited) {
    const wouldGrant = 'A key with a limit makes no others: they would get around it.';
    const told = { permission: 'api.read', nodeId: key.organizationId, wouldGrant };
    return [{ field: '', error: new AppError('FORBIDDEN', told) }];
  }
  if (maker.expiresAt === null || (key.expiresAt !== null && key.expiresAt <= maker.expiresAt)) return [];
  const message = `a key makes none that outlives it; this one ends ${new Date(maker.expiresAt).toISOString()}`;
  const issues = [{ path: key.field, message }];
  return [{ field: key.field, error: new AppError('INVALID_INPUT', { issues }) }];
}

/** Objects to touching a key of somebody else who is not of a lower level (R2, R10). */
export function foreignKeyObjections(giver: Giver, organizationId: string, holderId: string): Objection[] {
  const { memberships } = giver.store.access;
  const holder = memberships.member(holderId);
  const level = (holder && memberships.role(holder.roleId)?.level) ?? 0;
  return levelObjections(giver, organizationId, level);
}
