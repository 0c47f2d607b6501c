import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { requireRow } from '../../store/require-row.ts';
import { wouldGrant } from '../would-grant.ts';
import type { Giver } from './giver.ts';
import type { Objection } from './objection.ts';

/** Objects to an act that asks for one more permission than its contract can say, where the actor lacks it. */
export function mayObjections(giver: Giver, permission: Permission, nodeId: string, field = ''): Objection[] {
  const { access } = giver.store;
  const { subject } = giver.caller;
  if (access.allows(subject, permission, nodeId)) return [];
  const node = requireRow(access.node(nodeId), 'organization', nodeId);
  const hint = wouldGrant(access, subject, permission, node);
  return [{ field, error: new AppError('FORBIDDEN', { permission, nodeId, wouldGrant: hint }) }];
}
