import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { EnvironmentDeployments } from './environment-deployments.ts';
import { listEnvironmentDeployments } from './list.ts';
import { environmentDeploymentOf } from './view.ts';

export function createEnvironmentDeploymentRouter({
  rpc: plain,
  environmentDeployments,
}: { readonly environmentDeployments: EnvironmentDeployments } & { readonly rpc: Rpc }): RouterOf<
  Contract['environmentDeployment']
> {
  const rpc = withParts(plain, { environmentDeployments }).environmentDeployment;
  return {
    list: rpc.list.handler(({ input, context }) => listEnvironmentDeployments(context.store, input)),
    get: rpc.get.handler(({ input, context }) =>
      environmentDeploymentOf(context.store, input.environmentDeploymentId),
    ),
    cancel: rpc.cancel.handler(({ input, context }) =>
      context.environmentDeployments.cancel(context, input.environmentDeploymentId),
    ),
    rollback: rpc.rollback.handler(({ input, context }) =>
      context.environmentDeployments.rollBack(context, input.environmentDeploymentId),
    ),
    log: rpc.log.handler(({ input: { environmentDeploymentId, ...range }, context }) =>
      context.environmentDeployments.log(environmentDeploymentId, range, context.signal),
    ),
  };
}
