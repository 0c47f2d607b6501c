import type { AccessPreview } from '#shared/contract/grant.ts';
import type { BulkChange, Member } from '#shared/contract/member.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import {
  factsWith,
  judgeAccess,
  mayObjections,
  memberObjections,
  membershipObjections,
  type Objection,
  previewOf,
  requireNone,
} from '../../access/giving/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { applyChange, type Concerned } from './apply.ts';
import { changed, teamsAfter } from './bulk-lists.ts';
import { memberOf, nameOfMember } from './queries.ts';

/** Says whom a refusal is about, where many are changed at once. */
const named = (name: string, memberId: string, error: unknown): unknown => {
  if (isAppError(error, 'FORBIDDEN')) {
    const { permission, wouldGrant } = error.data;
    return new AppError('FORBIDDEN', { permission, nodeId: memberId, wouldGrant: `${name}: ${wouldGrant}` });
  }
  if (isAppError(error, 'LIMIT')) {
    return new AppError('LIMIT', { ...error.data, what: `${name}: ${error.data.what}` });
  }
  return error;
};

/** Seats are taken one by one, and whoever is removed is gone for the next. */
const inTurns = (type: BulkChange['type'], names: ReadonlyMap<string, string>): Map<string, string>[] =>
  type === 'restore' || type === 'remove' ? [...names].map((each) => new Map([each])) : [new Map(names)];

const orNamed = (name: string, memberId: string, run: () => void): void => {
  try {
    run();
  } catch (error) {
    throw named(name, memberId, error);
  }
};

/** All that speaks against one change of one member. */
const changeObjections = (
  context: OperationContext,
  memberId: string,
  change: BulkChange,
): readonly Objection[] => {
  const { memberships } = context.store.access;
  const { member } = factsWith(context.store, memberId);
  if (change.type === 'role') return judgeAccess(context, { memberId, roleId: change.roleId }).objections;
  if (change.type === 'extras') {
    return judgeAccess(context, { memberId, extras: changed(member.extras, change) }).objections;
  }
  if (change.type === 'teams') {
    return membershipObjections(context, memberId, teamsAfter(memberships.teamsOf(memberId), change));
  }
  if (change.type !== 'remove') return memberObjections(context, memberId);
  return [
    ...mayObjections(context, 'member.delete', member.organizationId),
    ...memberObjections(context, memberId, { permission: 'member.delete' }),
  ];
};

/** Does one change to many members in one transaction: all or nothing, each judged by its rule. */
export const changeManyMembers = (
  context: OperationContext,
  input: { organizationId: string; memberIds: readonly string[]; change: BulkChange },
): Record<never, never> => {
  const { organizationId, change } = input;
  const names = new Map(input.memberIds.map((id) => [id, nameOfMember(context, id)]));
  context.write((tx) => {
    for (const [id, name] of names) {
      orNamed(name, id, () => requireNone(changeObjections(context, id, change)));
    }
    for (const turn of inTurns(change.type, names)) {
      const [[id, name] = ['', '']] = turn;
      orNamed(name, id, () => applyChange(context, tx, { organizationId, names: turn }, change));
    }
    const members = [...names].map(([id, name]) => ({ id, kind: 'member' as const, name }));
    tx.audit({ fact: { type: 'manyChanged', change: change.type, members } });
  });
  return {};
};

const alone = (context: OperationContext, memberId: string): Concerned => ({
  organizationId: factsWith(context.store, memberId).member.organizationId,
  names: new Map([[memberId, '']]),
});

/** Suspends a member, or lets them in again. */
export const changeMember = (
  context: OperationContext,
  memberId: string,
  change: Extract<BulkChange, { type: 'suspend' | 'restore' }>,
): Member => {
  context.write((tx) => {
    requireNone(changeObjections(context, memberId, change));
    applyChange(context, tx, alone(context, memberId), change);
  });
  return memberOf(context, memberId);
};

/** Removes a member from the organization; the account and its other organizations stay (R10). */
export const removeOne = (context: OperationContext, memberId: string): Record<never, never> => {
  context.write((tx) => {
    requireNone(changeObjections(context, memberId, { type: 'remove' }));
    tx.audit({ fact: { type: 'removed' } });
    applyChange(context, tx, alone(context, memberId), { type: 'remove' });
  });
  return {};
};

const sidesOf = ({ store }: OperationContext, memberId: string, change: BulkChange) => {
  const before = factsWith(store, memberId);
  const teams = store.access.memberships.teamsOf(memberId);
  if (change.type === 'role') return { before, after: factsWith(store, memberId, change) };
  if (change.type === 'extras') {
    const extras = changed(before.member.extras, change);
    return { before, after: factsWith(store, memberId, { extras }) };
  }
  if (change.type === 'teams') {
    const teamIds = teamsAfter(teams, change);
    return { before, after: factsWith(store, memberId, { teamIds }) };
  }
  const { isSuspended } = before.member;
  const isIn = change.type === 'restore';
  return { before: isSuspended ? undefined : before, after: isIn ? before : undefined };
};

/** What a change of many would do to each, and whom it would be refused for. */
export const previewMany = (
  context: OperationContext,
  input: { memberIds: readonly string[]; change: BulkChange },
): AccessPreview[] =>
  [...new Set(input.memberIds)].map((memberId) =>
    previewOf(context, memberId, sidesOf(context, memberId, input.change), {
      name: nameOfMember(context, memberId),
      objections: changeObjections(context, memberId, input.change),
    }),
  );
