import { AppError } from '#shared/model/errors.ts';
import { isDemanded, type Permission } from '#shared/model/permissions.ts';
import { isForCustomRoles } from '#shared/model/roles.ts';
import { bitOf, hasBit } from '../bits.ts';
import { factsWith } from './facts.ts';
import type { Giver } from './giver.ts';
import type { AccessWish } from './member.ts';
import type { Objection } from './objection.ts';

/** What a member asked for, and how it is granted. */
export interface GrantedRequest {
  readonly memberId: string;
  readonly organizationId: string;
  readonly scopeId: string;
  readonly permission: Permission;
  readonly roleId?: string | undefined;
  readonly endsAt?: string | undefined;
}

/**
 * The change of access that grants what was asked for, judged as any other: for the organization as a whole one more
 * extra permission, without an end; anywhere below a grant with a role that holds the permission.
 */
export function wishOfRequest(
  { store }: Giver,
  { memberId, organizationId, scopeId, permission, roleId, endsAt }: GrantedRequest,
): AccessWish {
  if (scopeId === organizationId) {
    return { memberId, extras: [...factsWith(store, memberId).member.extras, permission] };
  }
  const add = [{ nodeId: scopeId, roleId: roleId ?? null, endsAt }];
  return { memberId, grants: { add, update: [], remove: [] } };
}

/** What speaks against the way in which a request is granted, whoever grants it. */
export function requestObjections(giver: Giver, granted: GrantedRequest): Objection[] {
  return granted.scopeId === granted.organizationId
    ? extraObjections(granted)
    : roleOfGrantObjections(giver, granted);
}

function extraObjections({ permission, roleId, endsAt }: GrantedRequest): Objection[] {
  if (roleId) return invalid('roleId', 'must be absent: an extra permission is given, without a role');
  if (endsAt) return invalid('endsAt', 'must be absent: an extra permission has no end');
  if (isForCustomRoles(permission) && isDemanded(permission)) return [];
  const field = 'decision';
  const reason = `nobody is given ${permission} by itself; change the member’s role, and decline this`;
  return [{ field, error: new AppError('CONFLICT', { field, reason }) }];
}

function roleOfGrantObjections(
  { store }: Giver,
  { memberId, permission, roleId }: GrantedRequest,
): Objection[] {
  const own = factsWith(store, memberId).role;
  const role = roleId ? store.access.memberships.role(roleId) : own;
  if (role && hasBit(role.bits, bitOf(permission))) return [];
  const message = `must name a role that holds ${permission}; ${role?.name ?? 'that one'} does not`;
  return invalid('roleId', message);
}

function invalid(path: string, message: string): Objection[] {
  return [{ field: path, error: new AppError('INVALID_INPUT', { issues: [{ path, message }] }) }];
}
