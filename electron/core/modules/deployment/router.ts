import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, rpc } from '../../rpc/index.ts';
import { listDeployments } from './list.ts';
import { deploymentRow } from './rows.ts';
import { toDeployment } from './view.ts';

export const deploymentRouter: RouterOf<Contract['deployment']> = {
  list: rpc.deployment.list.handler(({ input, context }) => listDeployments(context.store, input)),
  plan: rpc.deployment.plan.handler(({ input, context }) =>
    context.core.deployments.plan(input.serviceId, input.rollbackTo),
  ),
  create: rpc.deployment.create.handler(({ input, context }) =>
    context.core.deployments.deploy(context, input.serviceId),
  ),
  get: rpc.deployment.get.handler(({ input, context }) =>
    toDeployment(deploymentRow(context.store.database, input.deploymentId)),
  ),
  rollback: rpc.deployment.rollback.handler(({ input, context }) =>
    context.core.deployments.rollback(context, input.deploymentId),
  ),
  cancel: rpc.deployment.cancel.handler(({ input, context }) =>
    context.core.deployments.cancel(context, input.deploymentId),
  ),
  log: rpc.deployment.log.handler(({ input, context }) => {
    const { deploymentId, ...range } = input;
    return context.core.deployments.log(deploymentId, range, context.signal);
  }),
};
