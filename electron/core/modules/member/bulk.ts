import type { AccessPreview } from '#shared/contract/grant.ts';
import type { BulkChange, Member } from '#shared/contract/member.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { factsWith, previewOf, requireNone } from '../grant/index.ts';
import { applyChange, type Concerned } from './apply.ts';
import { changed, changeObjections, teamsAfter } from './judge.ts';
import { memberOf, nameOfMember } from './queries.ts';

/** Says whom a refusal is about, where many are changed at once. */
const named = (name: string, memberId: string, error: unknown): unknown => {
  if (isAppError(error, 'FORBIDDEN')) {
    const { permission, wouldGrant } = error.data;
    return new AppError('FORBIDDEN', { permission, nodeId: memberId, wouldGrant: `${name}: ${wouldGrant}` });
  }
  if (isAppError(error, 'LIMIT')) {
    return new AppError('LIMIT', { what: `${name}: ${error.data.what}`, limit: error.data.limit });
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
    tx.audit({ detail: `${change.type}: ${[...names.values()].join(', ')}` });
  });
  return {};
};

const alone = (context: OperationContext, memberId: string): Concerned => ({
  organizationId: factsWith(context.core.store, memberId).member.organizationId,
  names: new Map([[memberId, '']]),
});

/** Does one change to one member. */
export const changeMember = (context: OperationContext, memberId: string, change: BulkChange): Member => {
  context.write((tx) => {
    requireNone(changeObjections(context, memberId, change));
    applyChange(context, tx, alone(context, memberId), change);
  });
  return memberOf(context, memberId);
};

/** Says which single permissions a member has besides the role: those, and no others. */
export const setExtras = (
  context: OperationContext,
  {
    memberId,
    permissions,
  }: { memberId: string; permissions: Extract<BulkChange, { type: 'extras' }>['add'] },
): Member => {
  const { extras } = factsWith(context.core.store, memberId).member;
  const remove = extras.filter((permission) => !permissions.includes(permission));
  return changeMember(context, memberId, { type: 'extras', add: permissions, remove });
};

/** Removes a member from the organization; the account and its other organizations stay (R10). */
export const removeOne = (context: OperationContext, memberId: string): Record<never, never> => {
  context.write((tx) => {
    requireNone(changeObjections(context, memberId, { type: 'remove' }));
    tx.audit({ detail: `${nameOfMember(context, memberId)} removed` });
    applyChange(context, tx, alone(context, memberId), { type: 'remove' });
  });
  return {};
};

const sidesOf = ({ core }: OperationContext, memberId: string, change: BulkChange) => {
  const before = factsWith(core.store, memberId);
  const teams = core.store.access.memberships.teamsOf(memberId);
  if (change.type === 'role') return { before, after: factsWith(core.store, memberId, change) };
  if (change.type === 'extras') {
    const extras = changed(before.member.extras, change);
    return { before, after: factsWith(core.store, memberId, { extras }) };
  }
  if (change.type === 'teams') {
    const teamIds = teamsAfter(teams, change);
    return { before, after: factsWith(core.store, memberId, { teamIds }) };
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
