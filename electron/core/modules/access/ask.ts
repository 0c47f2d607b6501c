import type { AccessRequest } from '#shared/contract/access.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { named, type OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Transaction } from '../../store/store.ts';
import { requireRow } from '../node/index.ts';
import { requestOf, requireOpen, rowOf } from './requests.ts';
import { ownMemberId } from './view.ts';

/** So that nobody floods those who answer, nor the trail, with what is asked for and withdrawn. */
const mostOpen = 50;
const mostADay = 100;
const dayMs = 86_400_000;

interface Ask {
  readonly nodeId: string;
  readonly permission: Permission;
  readonly reason: string;
}

const requireRoom = (tx: Transaction, memberId: string, ask: Ask): void => {
  const open = tx.database.all(
    sql
      .selectFrom('access_request')
      .select(['permission', 'scope_id'])
      .where('member_id', '=', memberId)
      .where('state', '=', 'open'),
  );
  if (open.some(({ permission, scope_id }) => permission === ask.permission && scope_id === ask.nodeId)) {
    const reason = 'you asked for it already, and it is not answered yet';
    throw new AppError('CONFLICT', { field: 'permission', reason });
  }
  if (open.length >= mostOpen)
    throw new AppError('LIMIT', {
      what: 'Open requests of one member',
      limit: mostOpen,
      cure: 'Withdraw one, or wait for an answer.',
    });
  requireSeldom(tx, memberId);
};

const requireSeldom = (tx: Transaction, memberId: string): void => {
  const asked = sql
    .selectFrom('access_request')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('member_id', '=', memberId)
    .where('created_at', '>', tx.now - dayMs);
  if ((tx.database.first(asked)?.count ?? 0) < mostADay) return;
  throw new AppError('LIMIT', {
    what: 'Requests of one member in 24 hours, withdrawn and answered ones too',
    limit: mostADay,
    cure: 'Ask again tomorrow, or talk to somebody who gives access.',
  });
};

/** Asks for a permission on a node that one sees; once at a time, and not for what one holds. */
export const askFor = (context: OperationContext, ask: Ask): AccessRequest => {
  const { access } = context.store;
  const node = requireRow(access.node(ask.nodeId), 'organization', ask.nodeId);
  const memberId = ownMemberId(context, node.organizationId);
  if (access.can(context.caller.accountId, ask.permission, node.id)) {
    throw new AppError('CONFLICT', { field: 'permission', reason: 'you hold it there already' });
  }
  const id = context.write((tx) => {
    requireRoom(tx, memberId, ask);
    const made = tx.createNode({ kind: 'accessRequest', parentId: memberId, name: null });
    tx.database.run(
      sql.insertInto('access_request').values({
        id: made,
        member_id: memberId,
        scope_id: ask.nodeId,
        permission: ask.permission,
        reason: ask.reason,
        state: 'open',
        answer: '',
        answered_by: null,
        created_at: tx.now,
        answered_at: null,
      }),
    );
    tx.audit({
      nodeId: made,
      fact: { type: 'asked', permission: ask.permission, on: named(context.store, node.id) },
    });
    return made;
  });
  return requestOf(context, id);
};

/** Takes back one's own open request; of anybody else's it answers as of an unknown one. */
export const withdraw = (context: OperationContext, id: string): AccessRequest => {
  const row = rowOf(context, id);
  if (row.member_id !== ownMemberId(context, row.organization_id)) {
    throw new AppError('NOT_FOUND', { kind: 'accessRequest', id });
  }
  requireOpen(row);
  // of something that is not seen any more it answers as of an unknown one, before anything is written
  requestOf(context, id);
  context.write((tx) => {
    const withdrawn = { state: 'withdrawn' as const, answered_at: tx.now };
    tx.database.run(sql.updateTable('access_request').set(withdrawn).where('id', '=', id));
    tx.announce({ kind: 'accessRequest', nodeId: id, verb: 'updated' });
    tx.audit({ nodeId: id, changes: [{ field: 'state', before: 'open', after: 'withdrawn' }] });
  });
  return requestOf(context, id);
};
