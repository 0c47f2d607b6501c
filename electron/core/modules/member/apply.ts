import type { BulkChange } from '#shared/contract/member.ts';
import type { Named } from '#shared/model/facts.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { type AccessWish, changedTeam, factsWith, type JudgedAccess } from '../../access/giving/index.ts';
import { type AuditChange, type AuditedTransaction, named, type OperationContext } from '../../rpc/index.ts';
import {
  announceAccess,
  changeMembers,
  type MemberChange,
  removeMember,
  requireSeat,
} from '../../seats/index.ts';
import { applyGrants } from '../grant/index.ts';
import { changeTeamRows } from '../team/index.ts';
import { changed, teamsAfter } from './bulk-lists.ts';

/** Members of one organization, and how the audit trail calls each before what changed of it; `''` for the one. */
export interface Concerned {
  readonly organizationId: string;
  readonly names: ReadonlyMap<string, string>;
}

type RowChange = Extract<BulkChange, { type: 'role' | 'extras' | 'suspend' | 'restore' }>;

/** A member's row after a change, and what of it is told. */
interface RowAfter {
  readonly row: MemberChange;
  readonly told: AuditChange;
}

const withRole = ({ store }: OperationContext, id: string, roleId: string): RowAfter => {
  const was = named(store, factsWith(store, id).role.id);
  return { row: { id, roleId }, told: { field: 'role', was, is: named(store, roleId) } };
};

const withExtras = ({ store }: OperationContext, id: string, asked: readonly Permission[]): RowAfter => {
  const { extras: now } = factsWith(store, id).member;
  const extras = [...new Set(asked)].sort();
  return { row: { id, extras }, told: { field: 'extras', before: now.toSorted(), after: extras } };
};

/** Nothing where it is so already. */
const rowAfter = (context: OperationContext, id: string, change: RowChange): RowAfter | undefined => {
  if (change.type === 'role') return withRole(context, id, change.roleId);
  const { member } = factsWith(context.store, id);
  if (change.type === 'extras') return withExtras(context, id, changed(member.extras, change));
  const isSuspended = change.type === 'suspend';
  if (member.isSuspended === isSuspended) return undefined;
  return {
    row: { id, isSuspended },
    told: { field: 'suspended', before: member.isSuspended, after: isSuspended },
  };
};

const label = (id: string, name: string, told: AuditChange): AuditChange =>
  name === '' ? told : { ...told, of: { id, kind: 'member', name } };

/** Each team is written once, whoever joins and leaves. */
const changeTeams = (
  { store }: OperationContext,
  tx: AuditedTransaction,
  { names }: Concerned,
  change: Extract<BulkChange, { type: 'teams' }>,
): void => {
  const { access } = store;
  const memberIds = [...names.keys()];
  const teams = (ids: readonly string[]): Named[] =>
    ids.map((id) => named(store, id)).sort((one, other) => one.name.localeCompare(other.name));
  const changes = [...names].map(([id, name]) => {
    const now = access.memberships.teamsOf(id);
    return label(id, name, { field: 'teams', was: teams(now), is: teams(teamsAfter(now, change)) });
  });
  const left = new Set(change.leave);
  for (const teamId of new Set([...change.join, ...change.leave])) {
    const asked = left.has(teamId) ? { add: [], remove: memberIds } : { add: memberIds, remove: [] };
    const news = changedTeam(store, teamId, asked);
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
      return after ? [{ row: after.row, told: label(id, name, after.told) }] : [];
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

/** Writes a judged change of one member's access: role and extra permissions first, then the grants. */
export const applyAccess = (
  context: OperationContext,
  tx: AuditedTransaction,
  { memberId, roleId, extras }: AccessWish,
  { before, plan }: JudgedAccess,
): void => {
  const { organizationId } = before.member;
  const role = roleId === undefined ? undefined : withRole(context, memberId, roleId);
  const single = extras && withExtras(context, memberId, extras);
  const news = [role, single].flatMap((each) => each ?? []);
  if (news.length > 0) {
    changeMembers(tx, organizationId, [{ id: memberId, ...role?.row, ...single?.row }]);
    tx.audit({ changes: news.map(({ told }) => told) });
  }
  if (!plan) return;
  applyGrants(context, tx, organizationId, plan);
  if (news.length === 0) announceAccess(tx, [memberId]);
};
