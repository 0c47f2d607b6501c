import type { Change } from '#shared/contract/changes.ts';
import type { Contract } from '#shared/contract/index.ts';
import { type OperationContext, type RouterOf, rpc } from '../../rpc/index.ts';

/** A deleted node is no longer in the index: whoever sees its parent may hear that it went. */
const isVisibleTo =
  (context: OperationContext) =>
  (change: Change): boolean => {
    const { access } = context.core.store;
    const { subject } = context.caller;
    if (change.verb !== 'deleted') return access.canSee(subject, change.nodeId);
    return change.parentId !== null && access.canSee(subject, change.parentId);
  };

export const changesRouter: RouterOf<Contract['changes']> = {
  watch: rpc.changes.watch.handler(({ input, context }) =>
    context.core.store.changes.watch(input.organizationId, isVisibleTo(context), context.signal),
  ),
  acknowledge: rpc.changes.acknowledge.handler(({ input, context }) => {
    context.core.credit.acknowledge(`${context.caller.connectionId}/${input.streamId}`, input.received);
    return {};
  }),
};
