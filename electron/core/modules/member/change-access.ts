import type { AccessPreview, Grant, GrantChanges } from '#shared/contract/grant.ts';
import type { Member } from '#shared/contract/member.ts';
import { type AccessWish, judgeAccess, previewOf, requireNone } from '../../access/giving/index.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { grantsOfMember, requireChange } from '../grant/index.ts';
import { applyAccess } from './apply.ts';
import { memberOf, nameOfMember } from './queries.ts';

/** What may be changed of one member at once; teams are changed where the team is. */
export type AccessChanges = Omit<AccessWish, 'teamIds'>;

/** Judges and writes a change of one member's access inside the caller's transaction; throws what speaks against it. */
export const changeAccessIn = (
  context: OperationContext,
  tx: AuditedTransaction,
  changes: AccessChanges,
): void => {
  const judged = judgeAccess(context, changes);
  requireNone(judged.objections);
  applyAccess(context, tx, changes, judged);
};

/** Changes role, extra permissions and grants of a member in one transaction, all or nothing, told as one event. */
export const changeAccess = (context: OperationContext, changes: AccessChanges): Member => {
  context.write((tx) => changeAccessIn(context, tx, changes));
  return memberOf(context, changes.memberId);
};

/** The same for grants alone; answers all that the member has then. */
export const changeMemberGrants = (
  context: OperationContext,
  { memberId, ...grants }: GrantChanges & { memberId: string },
): Grant[] => {
  requireChange({ add: grants.add, update: grants.update, remove: grants.remove });
  context.write((tx) => changeAccessIn(context, tx, { memberId, grants }));
  return grantsOfMember(context, memberId);
};

/** What a change of role, extra permissions, grants and teams would do to a member; nothing is saved. */
export const previewMember = (context: OperationContext, wish: AccessWish): AccessPreview => {
  const judged = judgeAccess(context, wish);
  const name = nameOfMember(context, wish.memberId);
  return previewOf(context, wish.memberId, judged, { name, objections: judged.objections });
};
