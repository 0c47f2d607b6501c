import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { SetupParts } from './context.ts';
import { cancelSetup, createSetup } from './create.ts';
import { planSetup } from './plan.ts';
import { setupOf, setupsOf } from './queries.ts';

export function createSetupRouter({
  rpc: plain,
  servers,
  runs,
}: SetupParts & { readonly rpc: Rpc }): RouterOf<Contract['setup']> {
  const rpc = withParts(plain, { servers, runs });
  return {
    plan: rpc.setup.plan.handler(({ input, context }) => planSetup(context, input)),
    create: rpc.setup.create.handler(({ input, context }) => createSetup(context, input)),
    list: rpc.setup.list.handler(({ input, context }) => setupsOf(context.store, input.serverId)),
    get: rpc.setup.get.handler(({ input, context }) => setupOf(context.store, input.setupId)),
    cancel: rpc.setup.cancel.handler(({ input, context }) => cancelSetup(context, input.setupId)),
    log: rpc.setup.log.handler(({ input, context }) =>
      context.runs.log(input.setupId, { cursor: input.cursor, follow: input.follow }, context.signal),
    ),
  };
}
