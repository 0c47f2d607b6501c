import { AppError } from '#shared/model/errors.ts';
import { builtInRoles } from '#shared/model/roles.ts';
import { type Actor, bitsOf, requireHeld, requireOutranks } from '../../access/index.ts';
import type { Store } from '../../store/store.ts';
import { requireRow } from '../node/index.ts';

/** Whether newcomers may become this: never more than a Member. Source: docs/access.md, “Sign-in”. */
export const isForNewcomers = (level: number): boolean => level <= builtInRoles.member.level;

/**
 * Refuses a default role above Member's level with INVALID_INPUT, and one that the actor may not hand out or that
 * holds what they lack themselves with FORBIDDEN (R6): whoever signs in gets it without being asked for.
 */
export const requireDefaultRole = (
  store: Store,
  actor: Actor,
  organizationId: string,
  roleId: string,
): void => {
  const role = requireRow(store.access.memberships.role(roleId), 'role', roleId);
  if (!isForNewcomers(role.level)) {
    const message = `must not be above ${builtInRoles.member.name} (level ${builtInRoles.member.level})`;
    throw new AppError('INVALID_INPUT', { issues: [{ path: 'roleId', message }] });
  }
  requireOutranks(store, actor, organizationId, role.level);
  const member = { id: '', organizationId, accountId: '', roleId, extras: [], isSuspended: false };
  const after = store.access.whatIf({ member, role, extras: bitsOf([]), grants: [] });
  requireHeld(store, actor, organizationId, { before: undefined, after });
};
