import { AppError } from '#shared/model/errors.ts';
import type { Named } from '#shared/model/facts.ts';
import {
  lockObjections,
  type ReplacedGrants,
  replacedGrants,
  replacementObjections,
  requireNone,
} from '../../access/giving/index.ts';
import { type AuditChange, type AuditedTransaction, named, type OperationContext } from '../../rpc/index.ts';
import { announceAccess, changeMembers } from '../../seats/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { grantFact } from '../grant/index.ts';
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

/** What follows a deleted role, for the trail: each holder by name, each grant by where it holds. */
const followersOf = (
  store: Store,
  { members, grants }: { members: readonly { id: string; name: string }[]; grants: ReplacedGrants },
  [was, is]: [Named, Named],
): AuditChange[] => [
  ...members.map(({ id, name }) => ({ field: 'role', of: { id, kind: 'member' as const, name }, was, is })),
  ...grants.changed.map((each) => ({
    field: 'grant',
    was: grantFact(store, each.before),
    is: grantFact(store, each.row),
  })),
  ...grants.doubled.map((row) => ({ field: 'grant', was: grantFact(store, row), is: null })),
];

const membersWith = (tx: AuditedTransaction, roleId: string): { id: string; name: string }[] =>
  tx.database.all(
    sql
      .selectFrom('member')
      .innerJoin('account', 'account.id', 'member.account_id')
      .select(['member.id', 'account.name'])
      .where('member.role_id', '=', roleId)
      .orderBy('account.name'),
  );

/** Puts the replacement wherever the role is named, inside the caller's transaction. */
const follow = (
  context: OperationContext,
  tx: AuditedTransaction,
  role: StoredRole,
  replacement: StoredRole,
): void => {
  const { store } = context;
  const members = membersWith(tx, role.id);
  const grants = replacedGrants(store, role.id, replacement.id);
  const reached = store.access.memberships.membersUnder(role.id);
  tx.audit({
    changes: followersOf(store, { members, grants }, [named(store, role.id), named(store, replacement.id)]),
  });
  changeMembers(
    tx,
    role.organizationId,
    members.map(({ id }) => ({ id, roleId: replacement.id })),
  );
  replaceRole(tx.database, role.id, replacement.id);
  for (const { id } of grants.doubled) tx.removeNode(id);
  tx.afterCommit((access) => {
    for (const { row } of grants.changed) access.setGrant(row);
  });
  announceAccess(tx, reached);
};

/**
 * Deletes a custom role. Where it is in use, holders, grants, invitations and defaults get the replacement in the same
 * transaction; without one CONFLICT says by whom it is used.
 */
export const deleteRole = (
  context: OperationContext,
  input: { roleId: string; replacementRoleId?: string | undefined },
): Record<never, never> => {
  const { store } = context;
  const { caller } = context;
  const role = roleOf(store.database, input.roleId);
  requireNone(lockObjections(context, role, 'role.delete'));
  const uses = usesOf(store.database, role.id);
  const replacement = input.replacementRoleId ? roleOf(store.database, input.replacementRoleId) : undefined;
  if (replacement) requireNone(replacementObjections(context, role, replacement, new Set(uses.keys())));
  else if (uses.size > 0) {
    const reason = `“${role.name}” is used by ${usedBy(store, caller.subject, role)}; name a replacement`;
    throw new AppError('CONFLICT', { field: 'replacementRoleId', reason });
  }
  context.write((tx) => {
    const { level, reach, permissions } = role;
    const instead = replacement ? [{ type: 'replacedBy', by: named(store, replacement.id) } as const] : [];
    tx.audit({
      fact: [{ type: 'deleted' }, ...instead],
      changes: Object.entries({ level, reach, permissions }).map(([field, before]) => ({ field, before })),
    });
    if (replacement) follow(context, tx, role, replacement);
    tx.removeNode(role.id);
  });
  return {};
};
