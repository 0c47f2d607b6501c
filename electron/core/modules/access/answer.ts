import type { AccessRequest } from '#shared/contract/access.ts';
import { AppError } from '#shared/model/errors.ts';
import { isDemanded, isPermission, type Permission } from '#shared/model/permissions.ts';
import { isForCustomRoles } from '#shared/model/roles.ts';
import { bitOf, hasBit } from '../../access/index.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { factsWith, requireMayChange } from '../grant/index.ts';
import { changeAccessIn } from '../member/index.ts';
import { requestOf, requireOpen, rowOf } from './requests.ts';

interface Answer {
  readonly accessRequestId: string;
  readonly decision: 'granted' | 'declined';
  readonly answer?: string | undefined;
  readonly roleId?: string | undefined;
  readonly endsAt?: string | undefined;
}

type Asked = { member_id: string; organization_id: string; scope_id: string; permission: Permission };

const invalid = (path: string, message: string): AppError =>
  new AppError('INVALID_INPUT', { issues: [{ path, message }] });

/** For the organization as a whole: one more extra permission, without an end. */
const giveExtra = (context: OperationContext, tx: AuditedTransaction, asked: Asked, answer: Answer): void => {
  const { store } = context;
  if (answer.roleId) throw invalid('roleId', 'must be absent: an extra permission is given, without a role');
  if (answer.endsAt) throw invalid('endsAt', 'must be absent: an extra permission has no end');
  if (!isForCustomRoles(asked.permission) || !isDemanded(asked.permission)) {
    const reason = `nobody is given ${asked.permission} by itself; change the member’s role, and decline this`;
    throw new AppError('CONFLICT', { field: 'decision', reason });
  }
  const { extras } = factsWith(store, asked.member_id).member;
  changeAccessIn(context, tx, { memberId: asked.member_id, extras: [...extras, asked.permission] });
};

/** Anywhere below: a grant with a role that holds the permission. */
const giveGrant = (context: OperationContext, tx: AuditedTransaction, asked: Asked, answer: Answer): void => {
  const { store } = context;
  const own = factsWith(store, asked.member_id).role;
  const role = answer.roleId ? store.access.memberships.role(answer.roleId) : own;
  if (!role || !hasBit(role.bits, bitOf(asked.permission))) {
    throw invalid(
      'roleId',
      `must name a role that holds ${asked.permission}; ${role?.name ?? 'that one'} does not`,
    );
  }
  const add = [{ nodeId: asked.scope_id, roleId: answer.roleId ?? null, endsAt: answer.endsAt }];
  changeAccessIn(context, tx, { memberId: asked.member_id, grants: { add, update: [], remove: [] } });
};

/**
 * Answers an open request. Granting gives what was asked for in the same transaction, judged as any other giving is:
 * nobody grants to themselves, to their own level or above (R2), or what they do not hold there (R6).
 */
export const answerRequest = (context: OperationContext, answer: Answer): AccessRequest => {
  const { caller, store } = context;
  const id = answer.accessRequestId;
  context.write((tx) => {
    const row = rowOf(context, id);
    const { permission } = row;
    requireOpen(row);
    // as `withdraw`: what the caller does not see answers as unknown before anything is written
    requestOf(context, id);
    requireMayChange(store, caller, row.member_id);
    if (!isPermission(permission)) throw new AppError('NOT_FOUND', { kind: 'accessRequest', id });
    const give = row.scope_id === row.organization_id ? giveExtra : giveGrant;
    if (answer.decision === 'granted') give(context, tx, { ...row, permission }, answer);
    tx.database.run(
      sql
        .updateTable('access_request')
        .set({
          state: answer.decision,
          answer: answer.answer ?? '',
          answered_by: caller.accountId,
          answered_at: tx.now,
        })
        .where('id', '=', id),
    );
    tx.announce({ kind: 'accessRequest', nodeId: id, verb: 'updated' });
    tx.audit({ changes: [{ field: 'state', before: 'open', after: answer.decision }] });
  });
  return requestOf(context, id);
};
