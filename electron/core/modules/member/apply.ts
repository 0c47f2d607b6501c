import type { BulkChange } from '#shared/contract/member.ts';
import type { AuditChange, AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { factsWith } from '../grant/index.ts';
import { requireSeat } from '../organization/index.ts';
import { changedTeam, changeTeamRows } from '../team/index.ts';
import { changed, teamsAfter } from './judge.ts';
import { changeMembers, type MemberChange, removeMember } from './rows.ts';

/** Members of one organization, and how the audit trail calls each before what changed of it; `''` for the one. */
export interface Concerned {
  readonly organizationId: string;
  readonly names: ReadonlyMap<string, string>;
}

type RowChange = Extract<BulkChange, { type: 'role' | 'extras' | 'suspend' | 'restore' }>;

/** A member's row after a change, and what of it is told; nothing where it is so already. */
const rowAfter = (
  { core }: OperationContext,
  id: string,
  change: RowChange,
): { row: MemberChange; told: AuditChange } | undefined => {
  const { member, role } = factsWith(core.store, id);
  if (change.type === 'role') {
    const after = core.store.access.memberships.role(change.roleId)?.name ?? change.roleId;
    return { row: { id, roleId: change.roleId }, told: { field: 'role', before: role.name, after } };
  }
  if (change.type === 'extras') {
    const extras = changed(member.extras, change).sort();
    return {
      row: { id, extras },
      told: { field: 'extras', before: member.extras.toSorted(), after: extras },
    };
  }
  const isSuspended = change.type === 'suspend';
  if (member.isSuspended === isSuspended) return undefined;
  return {
    row: { id, isSuspended },
    told: { field: 'suspended', before: member.isSuspended, after: isSuspended },
  };
};

const label = (name: string, told: AuditChange): AuditChange =>
  name === '' ? told : { ...told, field: `${name}: ${told.field}` };

/** Each team is written once, whoever joins and leaves. */
const changeTeams = (
  { core }: OperationContext,
  tx: AuditedTransaction,
  { names }: Concerned,
  change: Extract<BulkChange, { type: 'teams' }>,
): void => {
  const { access } = core.store;
  const memberIds = [...names.keys()];
  const titles = (ids: readonly string[]): string[] => ids.map((id) => access.node(id)?.name ?? id).sort();
  const changes = [...names].map(([id, name]) => {
    const now = access.memberships.teamsOf(id);
    return label(name, { field: 'teams', before: titles(now), after: titles(teamsAfter(now, change)) });
  });
  const left = new Set(change.leave);
  for (const teamId of new Set([...change.join, ...change.leave])) {
    const asked = left.has(teamId) ? { add: [], remove: memberIds } : { add: memberIds, remove: [] };
    const news = changedTeam(core.store, teamId, asked);
    if (news.add.length + news.remove.length > 0) changeTeamRows(tx, teamId, news);
  }
  tx.audit({ changes });
};

/** Writes one judged change of members, with what was and what is for the audit trail. */
export const applyChange = (
  context: OperationContext,
  tx: AuditedTransaction,
  concerned: Concerned,
  change: BulkChange,
): void => {
  const { organizationId, names } = concerned;
  if (change.type === 'teams') {
    changeTeams(context, tx, concerned, change);
  } else if (change.type === 'remove') {
    for (const id of names.keys()) removeMember(tx, organizationId, id);
  } else {
    const news = [...names].flatMap(([id, name]) => {
      const after = rowAfter(context, id, change);
      return after ? [{ row: after.row, told: label(name, after.told) }] : [];
    });
    // a member who is restored needs a seat, as somebody new would (R9)
    if (change.type === 'restore' && news.length > 0) requireSeat(tx, organizationId);
    if (news.length > 0) {
      changeMembers(
        tx,
        organizationId,
        news.map(({ row }) => row),
      );
    }
    tx.audit({ changes: news.map(({ told }) => told) });
  }
};
