import type { AccessRequest } from '#shared/contract/access.ts';
import { AppError } from '#shared/model/errors.ts';
import { isPermission } from '#shared/model/permissions.ts';
import {
  memberObjections,
  requestObjections,
  requireNone,
  wishOfRequest,
} from '../../access/giving/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { changeAccessIn } from '../member/index.ts';
import { requestOf, requireOpen, rowOf } from './requests.ts';

interface Answer {
  readonly accessRequestId: string;
  readonly decision: 'granted' | 'declined';
  readonly answer?: string | undefined;
  readonly roleId?: string | undefined;
  readonly endsAt?: string | undefined;
}

/**
 * Answers an open request. Granting gives what was asked for in the same transaction, judged as any other giving is:
 * nobody grants to themselves, to their own level or above (R2), or what they do not hold there (R6).
 */
export const answerRequest = (context: OperationContext, answer: Answer): AccessRequest => {
  const { caller } = context;
  const id = answer.accessRequestId;
  context.write((tx) => {
    const row = rowOf(context, id);
    const { permission } = row;
    requireOpen(row);
    // as `withdraw`: what the caller does not see answers as unknown before anything is written
    requestOf(context, id);
    requireNone(memberObjections(context, row.member_id));
    if (!isPermission(permission)) throw new AppError('NOT_FOUND', { kind: 'accessRequest', id });
    if (answer.decision === 'granted') {
      const granted = {
        memberId: row.member_id,
        organizationId: row.organization_id,
        scopeId: row.scope_id,
        permission,
        roleId: answer.roleId,
        endsAt: answer.endsAt,
      };
      requireNone(requestObjections(context, granted));
      changeAccessIn(context, tx, wishOfRequest(context, granted));
    }
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
