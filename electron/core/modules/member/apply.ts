import type { BulkChange } from '#shared/contract/member.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { factsWith } from '../grant/index.ts';
import { requireSeatToInvite } from '../invitation/index.ts';

import { changeTeamRows } from '../team/index.ts';
import { changed, teamsAfter } from './judge.ts';
import { changeMembers, removeMember } from './rows.ts';

type Write = { context: OperationContext; tx: AuditedTransaction; memberId: string; organizationId: string };

const giveRole = ({ context, tx, memberId, organizationId }: Write, roleId: string): void => {
  const { memberships } = context.core.store.access;
  const { role } = factsWith(context.core.store, memberId);
  changeMembers(tx, organizationId, [{ id: memberId, roleId }]);
  tx.audit({
    changes: [{ field: 'role', before: role.name, after: memberships.role(roleId)?.name ?? roleId }],
  });
};

/** Writes all the extra permissions of a member. */
const giveExtras = (
  { context, tx, memberId, organizationId }: Write,
  extras: readonly Permission[],
): void => {
  const before = factsWith(context.core.store, memberId).member.extras.toSorted();
  changeMembers(tx, organizationId, [{ id: memberId, extras }]);
  tx.audit({ changes: [{ field: 'extras', before, after: extras.toSorted() }] });
};

const isSuspended = ({ tx, memberId }: Write): boolean =>
  tx.database.first(sql.selectFrom('member').select('suspended_at').where('id', '=', memberId))
    ?.suspended_at !== null;

/** Suspends or restores; a member who is restored needs a seat, as somebody new would (R9). */
const setSuspended = (write: Write, then: boolean): void => {
  const { tx, memberId, organizationId } = write;
  const before = isSuspended(write);
  if (before === then) return;
  if (!then) requireSeatToInvite(tx, organizationId);
  changeMembers(tx, organizationId, [{ id: memberId, isSuspended: then }]);
  tx.audit({ changes: [{ field: 'suspended', before, after: then }] });
};

const setTeams = ({ context, tx, memberId }: Write, then: readonly string[]): void => {
  const { access } = context.core.store;
  const now = access.memberships.teamsOf(memberId);
  const [joined, left] = [then.filter((id) => !now.includes(id)), now.filter((id) => !then.includes(id))];
  for (const id of joined) changeTeamRows(tx, id, { add: [memberId], remove: [] });
  for (const id of left) changeTeamRows(tx, id, { add: [], remove: [memberId] });
  const names = (ids: readonly string[]): string[] => ids.map((id) => access.node(id)?.name ?? id).sort();
  tx.audit({ changes: [{ field: 'teams', before: names(now), after: names(then) }] });
};

/** Writes one judged change of one member, with what was and what is for the audit trail. */
export const applyChange = (
  context: OperationContext,
  tx: AuditedTransaction,
  memberId: string,
  change: BulkChange,
): void => {
  const { member } = factsWith(context.core.store, memberId);
  const write: Write = { context, tx, memberId, organizationId: member.organizationId };
  switch (change.type) {
    case 'role':
      giveRole(write, change.roleId);
      break;
    case 'extras':
      giveExtras(write, changed(member.extras, change));
      break;
    case 'teams':
      setTeams(write, teamsAfter(context.core.store.access.memberships.teamsOf(memberId), change));
      break;
    case 'remove':
      removeMember(tx, member.organizationId, memberId);
      break;
    default:
      setSuspended(write, change.type === 'suspend');
  }
};
