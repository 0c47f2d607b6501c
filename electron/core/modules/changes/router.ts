import type { Contract } from '#shared/contract/index.ts';
import type { FeedReader } from '../../events/change-feed.ts';
import { type OperationContext, type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { StreamCredit } from '../../rpc/stream-credit.ts';

const readerOf = ({ store, caller }: OperationContext): FeedReader => ({
  isVisible: ({ nodeId }) => store.access.canSee(caller.subject, nodeId),
  accountId: caller.via?.type === 'key' || caller.onlyIn ? null : caller.accountId,
});

export function createChangesRouter({
  rpc: plain,
  credit,
}: { readonly credit: StreamCredit } & { readonly rpc: Rpc }): RouterOf<Contract['changes']> {
  const rpc = withParts(plain, { credit });
  return {
    watch: rpc.changes.watch.handler(({ input, context }) =>
      context.store.changes.watch(input.organizationId, readerOf(context), context.signal),
    ),
    acknowledge: rpc.changes.acknowledge.handler(({ input, context }) => {
      context.credit.acknowledge(`${context.caller.connectionId}/${input.streamId}`, input.received);
      return {};
    }),
  };
}
