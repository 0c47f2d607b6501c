import type { Change } from '#shared/contract/changes.ts';
import type { Contract } from '#shared/contract/index.ts';
import { type OperationContext, type RouterOf, rpc } from '../../rpc/index.ts';

const isVisibleTo =
  ({ store, caller }: OperationContext) =>
  ({ nodeId }: Change): boolean =>
    store.access.canSee(caller.subject, nodeId);

export const changesRouter: RouterOf<Contract['changes']> = {
  watch: rpc.changes.watch.handler(({ input, context }) =>
    context.store.changes.watch(input.organizationId, isVisibleTo(context), context.signal),
  ),
  acknowledge: rpc.changes.acknowledge.handler(({ input, context }) => {
    context.core.credit.acknowledge(`${context.caller.connectionId}/${input.streamId}`, input.received);
    return {};
  }),
};
