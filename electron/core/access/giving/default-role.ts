import { AppError } from '#shared/model/errors.ts';
import { builtInRoles } from '#shared/model/roles.ts';
import { requireRow } from '../../store/require-row.ts';
import type { Giver } from './giver.ts';
import type { Objection } from './objection.ts';
import { offerObjections } from './offer.ts';
import { levelOf } from './rank.ts';

const { owner, member } = builtInRoles;

/** Objects to a default role of an organization that is the Owner's, or above the setter's own (R4). */
export function defaultRoleObjections(giver: Giver, organizationId: string, roleId: string): Objection[] {
  const role = requireRow(giver.store.access.memberships.role(roleId), 'role', roleId);
  const own = levelOf(giver, organizationId);
  const isOwner = role.level >= owner.level;
  if (!isOwner && role.level <= own) return [];
  const reason = isOwner
    ? 'the Owner’s role is nobody’s default: ownership moves by transfer only'
    : `the role is of level ${role.level} and yours of ${own}; choose one that is not above your own`;
  const field = 'defaultRoleId';
  return [{ field, error: new AppError('CONFLICT', { field, reason }) }];
}

/**
 * Objects to a default role of a provider that is above Member's level, or that the actor could not offer (R6):
 * whoever signs in gets it without being asked for.
 */
export function newcomerRoleObjections(giver: Giver, organizationId: string, roleId: string): Objection[] {
  const role = requireRow(giver.store.access.memberships.role(roleId), 'role', roleId);
  if (isForNewcomers(role.level)) {
    return offerObjections(giver, { organizationId, roleId, extras: [], grants: [] });
  }
  const message = `must not be above ${member.name} (level ${member.level})`;
  const error = new AppError('INVALID_INPUT', { issues: [{ path: 'roleId', message }] });
  return [{ field: 'roleId', error }];
}

/** Whether newcomers may become this: never more than a Member. Source: docs/access.md, “Sign-in”. */
export function isForNewcomers(level: number): boolean {
  return level <= member.level;
}
