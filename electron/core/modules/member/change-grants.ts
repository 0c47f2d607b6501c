import type { AccessPreview, Grant, GrantChanges } from '#shared/contract/grant.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { OperationContext } from '../../rpc/index.ts';
import {
  announceAccess,
  applyGrants,
  factsWith,
  grantObjections,
  grantsOfMember,
  type Objection,
  objections,
  planGrants,
  previewOf,
  requireGives,
  requireNone,
} from '../grant/index.ts';
import { extraObjections, roleObjections, teamObjections } from './judge.ts';
import { nameOfMember } from './queries.ts';

const judge = ({ core, caller }: OperationContext, memberId: string, changes: GrantChanges) => {
  const { organizationId } = factsWith(core.store, memberId).member;
  const plan = planGrants(core.store, { memberId, teamId: null }, changes);
  return { plan, organizationId, objections: grantObjections(core.store, caller, organizationId, plan) };
};

/** Gives, changes and takes grants of a member in one transaction, all or nothing. */
export const changeMemberGrants = (
  context: OperationContext,
  { memberId, ...changes }: GrantChanges & { memberId: string },
): Grant[] => {
  context.write((tx) => {
    const judged = judge(context, memberId, changes);
    requireNone(judged.objections);
    applyGrants(context, tx, judged.organizationId, judged.plan);
    announceAccess(tx, [memberId]);
  });
  return grantsOfMember(context, memberId);
};

/** What may be changed of one member at once, before it is saved. */
interface Wish {
  readonly memberId: string;
  readonly roleId?: string | undefined;
  readonly extras?: readonly Permission[] | undefined;
  readonly grants?: GrantChanges | undefined;
  readonly teamIds?: readonly string[] | undefined;
}

const below = (field: string, found: readonly Objection[]): Objection[] =>
  found.map((each) => (each.field === '' ? each : { ...each, field: `${field}.${each.field}` }));

/** Objections of the parts name the parts; one of the member as a whole is named once. */
const distinct = (found: readonly Objection[]): Objection[] => {
  const seen = new Set<string>();
  return found.filter(({ field, error }) => {
    const key = `${field}\n${error.message}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
};

/** What a change of role, extra permissions, grants and teams would do to a member; nothing is saved. */
export const previewMember = (context: OperationContext, wish: Wish): AccessPreview => {
  const { store } = context.core;
  const { memberId, roleId, extras, teamIds } = wish;
  const judged = wish.grants && judge(context, memberId, wish.grants);
  const before = factsWith(store, memberId);
  const grants = judged && new Map([[memberId, judged.plan.grants]]);
  const after = factsWith(store, memberId, { roleId, extras, teamIds, grants });
  const parts = distinct([
    ...(roleId === undefined ? [] : roleObjections(context, memberId, roleId)),
    ...(extras === undefined ? [] : extraObjections(context, memberId, extras)),
    ...below('grants', judged?.objections ?? []),
    ...(teamIds === undefined ? [] : teamObjections(context, memberId, teamIds)),
  ]);
  const whole = (): Objection[] => objections('', () => requireGives(store, context.caller, before, after));
  const found = parts.length > 0 ? parts : whole();
  return previewOf(
    context,
    memberId,
    { before, after },
    { name: nameOfMember(context, memberId), objections: found },
  );
};
