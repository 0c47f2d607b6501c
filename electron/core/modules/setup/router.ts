import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, rpc } from '../../rpc/index.ts';
import { cancelSetup, createSetup } from './create.ts';
import { planSetup } from './plan.ts';
import { setupOf, setupsOf } from './queries.ts';

export const setupRouter: RouterOf<Contract['setup']> = {
  plan: rpc.setup.plan.handler(({ input, context }) => planSetup(context, input.serverId)),
  create: rpc.setup.create.handler(({ input, context }) =>
    createSetup(context, context.core.setups.runs, input.serverId),
  ),
  list: rpc.setup.list.handler(({ input, context }) => setupsOf(context.store, input.serverId)),
  get: rpc.setup.get.handler(({ input, context }) => setupOf(context.store, input.setupId)),
  cancel: rpc.setup.cancel.handler(({ input, context }) =>
    cancelSetup(context, context.core.setups.runs, input.setupId),
  ),
  log: rpc.setup.log.handler(({ input, context }) =>
    context.core.setups.log(input.setupId, { cursor: input.cursor, follow: input.follow }, context.signal),
  ),
};
