import { AppError } from '#shared/model/errors.ts';
import { bitsOf, requireOutranks } from '../../access/index.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { requireEditable, requireHeldByHolders, requireHolds } from './judge.ts';
import { holdersOf } from './queries.ts';
import { replaceRole, usesOf } from './references.ts';
import { roleOf, type StoredRole } from './role-rows.ts';

const namesShown = 5;

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** By whom a role is used, in words; what the reader may not know is counted in no number. */
const usedBy = (store: Store, subject: string, role: StoredRole): string => {
  const { members, grants, invitations, isDefault } = holdersOf(store, subject, role.id);
  const names = members.slice(0, namesShown).map(({ name }) => name);
  const more = members.length > namesShown ? [`${members.length - namesShown} more`] : [];
  const parts = [
    members.length > 0 ? `${plural(members.length, 'member')} (${[...names, ...more].join(', ')})` : '',
    grants.length > 0 ? plural(grants.length, 'grant') : '',
    invitations.length > 0 ? plural(invitations.length, 'invitation') : '',
    isDefault ? 'the organization as its default role' : '',
  ].filter(Boolean);
  return parts.join(', ') || 'settings that you may not read';
};

/** Refuses a replacement that the actor could not give to each of the holders by hand (R2, R4, R6). */
const requireReplacement = (
  context: OperationContext,
  role: StoredRole,
  replacement: StoredRole,
  uses: ReadonlyMap<string, number>,
): void => {
  const { store } = context.core;
  const { caller } = context;
  const { organizationId } = role;
  if (replacement.id === role.id) {
    throw new AppError('CONFLICT', { field: 'replacementRoleId', reason: 'must be another role' });
  }
  requireOutranks(store, caller, organizationId, replacement.level);
  if (uses.has('member') && !store.access.can(caller.subject, 'member.update', organizationId)) {
    const wouldGrant = 'Its holders get another role, which needs member.update.';
    throw new AppError('FORBIDDEN', { permission: 'member.update', nodeId: organizationId, wouldGrant });
  }
  const isWider = role.reach === 'granted' && replacement.reach === 'organization';
  const gained = replacement.permissions.filter((each) => isWider || !role.permissions.includes(each));
  // what is only promised so far, such as an invitation, is judged as if it held everywhere
  if ([...uses.keys()].some((table) => table !== 'member' && table !== 'access_grant')) {
    requireHolds(store, caller, organizationId, gained);
  }
  const { permissions } = replacement;
  requireHeldByHolders(store, caller, role.id, { ...replacement, bits: bitsOf(permissions) });
};

const follow = (tx: AuditedTransaction, store: Store, role: StoredRole, replacement: StoredRole): void => {
  const { memberships } = store.access;
  const memberIds = memberships.membersUnder(role.id);
  const members = memberIds.flatMap((id) => memberships.member(id) ?? []);
  const named = sql.selectFrom('access_grant').select('id').where('role_id', '=', role.id);
  const grants = tx.database.all(named).flatMap(({ id }) => memberships.grant(id) ?? []);
  replaceRole(tx.database, role.id, replacement.id);
  tx.afterCommit((access) => {
    for (const row of members) {
      if (row.roleId === role.id) access.setMember({ ...row, roleId: replacement.id });
    }
    for (const row of grants) access.setGrant({ ...row, roleId: replacement.id });
  });
  for (const nodeId of memberIds) tx.announce({ kind: 'access', nodeId, verb: 'updated' });
};

/**
 * Deletes a custom role. Where it is in use, holders, grants, invitations and defaults get the replacement in the same
 * transaction; without one CONFLICT says by whom it is used.
 */
export const deleteRole = (
  context: OperationContext,
  input: { roleId: string; replacementRoleId?: string | undefined },
): Record<never, never> => {
  const { store } = context.core;
  const { caller } = context;
  const role = roleOf(store.database, input.roleId);
  requireEditable(store, caller, role, 'role.delete');
  const uses = usesOf(store.database, role.id);
  const replacement = input.replacementRoleId ? roleOf(store.database, input.replacementRoleId) : undefined;
  if (replacement) requireReplacement(context, role, replacement, uses);
  else if (uses.size > 0) {
    const reason = `“${role.name}” is used by ${usedBy(store, caller.subject, role)}; name a replacement`;
    throw new AppError('CONFLICT', { field: 'replacementRoleId', reason });
  }
  context.write((tx) => {
    if (replacement) follow(tx, store, role, replacement);
    const instead = replacement ? `; “${replacement.name}” takes its place` : '';
    tx.audit({ detail: `role “${role.name}” deleted${instead}` });
    tx.removeNode(role.id);
  });
  return {};
};
