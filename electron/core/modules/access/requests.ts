import type { AccessRequest } from '#shared/contract/access.ts';
import { AppError } from '#shared/model/errors.ts';
import { isPermission } from '#shared/model/permissions.ts';
import { memberObjections } from '../../access/giving/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { instant, requireRow } from '../node/index.ts';
import { placeOf } from './view.ts';

const requests = sql
  .selectFrom('access_request')
  .innerJoin('node', 'node.id', 'access_request.id')
  .innerJoin('member', 'member.id', 'access_request.member_id')
  .innerJoin('account', 'account.id', 'member.account_id')
  .leftJoin('account as answerer', 'answerer.id', 'access_request.answered_by')
  .selectAll('access_request')
  .select(['node.organization_id', 'account.name as member_name', 'answerer.name as answerer_name']);

type Row = ReturnType<typeof rowOf>;

export const rowOf = ({ store }: OperationContext, id: string) =>
  requireRow(store.database.first(requests.where('access_request.id', '=', id)), 'accessRequest', id);

const isAnswerable = (context: OperationContext, row: Row): boolean =>
  row.state === 'open' &&
  context.store.access.can(context.caller.subject, 'member.update', row.id) &&
  memberObjections(context, row.member_id).length === 0;

const toRequest = (context: OperationContext, row: Row): AccessRequest[] => {
  const { access } = context.store;
  const place = access.node(row.scope_id);
  const you = access.effective(context.caller.subject, row.organization_id)?.memberId;
  if (!place || !isPermission(row.permission) || !access.canSee(context.caller.subject, place.id)) return [];
  return [
    {
      id: row.id,
      organizationId: row.organization_id,
      memberId: row.member_id,
      memberName: row.member_name,
      permission: row.permission,
      place: placeOf(place),
      reason: row.reason,
      state: row.state,
      answer: row.answer,
      answeredBy: row.answerer_name,
      createdAt: instant(row.created_at),
      answeredAt: row.answered_at === null ? null : instant(row.answered_at),
      isAnswerable: isAnswerable(context, row),
      isOwn: row.member_id === you,
    },
  ];
};

/** One request as the caller sees it. */
export const requestOf = (context: OperationContext, id: string): AccessRequest =>
  requireRow(toRequest(context, rowOf(context, id))[0], 'accessRequest', id);

/** The requests that the caller made, or may read by member.update; newest first. */
export const requestsOf = (
  context: OperationContext,
  { organizationId, state }: { organizationId: string; state?: AccessRequest['state'] | undefined },
): AccessRequest[] => {
  const { access, database } = context.store;
  const all = requests
    .where('node.organization_id', '=', organizationId)
    .orderBy('access_request.created_at', 'desc')
    .orderBy('access_request.id', 'desc');
  return database
    .all(state ? all.where('access_request.state', '=', state) : all)
    .filter(({ id }) => access.canRead(context.caller.subject, id))
    .flatMap((row) => toRequest(context, row));
};

/** Refuses to answer or withdraw what is answered or withdrawn already. */
export const requireOpen = ({ state }: { state: AccessRequest['state'] }): void => {
  if (state !== 'open')
    throw new AppError('CONFLICT', { field: 'state', reason: `the request is ${state} already` });
};
