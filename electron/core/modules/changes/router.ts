import type { Change } from '#shared/contract/changes.ts';
import type { Contract } from '#shared/contract/index.ts';
import { type OperationContext, type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { StreamCredit } from '../../rpc/stream-credit.ts';

const isVisibleTo =
  ({ store, caller }: OperationContext) =>
  ({ nodeId }: Change): boolean =>
    store.access.canSee(caller.subject, nodeId);

export function createChangesRouter({
  rpc: plain,
  credit,
}: { readonly credit: StreamCredit } & { readonly rpc: Rpc }): RouterOf<Contract['changes']> {
  const rpc = withParts(plain, { credit });
  return {
    watch: rpc.changes.watch.handler(({ input, context }) =>
      context.store.changes.watch(input.organizationId, isVisibleTo(context), context.signal),
    ),
    acknowledge: rpc.changes.acknowledge.handler(({ input, context }) => {
      context.credit.acknowledge(`${context.caller.connectionId}/${input.streamId}`, input.received);
      return {};
    }),
  };
}
