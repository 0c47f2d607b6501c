import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { AutoDeploys } from './auto-deploys.ts';
import { setAutoDeploy } from './set.ts';

export function createAutoDeployRouter({
  rpc: plain,
  autoDeploys,
}: {
  readonly autoDeploys: AutoDeploys;
  readonly rpc: Rpc;
}): RouterOf<Contract['autoDeploy']> {
  const rpc = withParts(plain, { autoDeploys });
  return {
    get: rpc.autoDeploy.get.handler(({ input, context }) => context.autoDeploys.get(input.serviceId)),
    set: rpc.autoDeploy.set.handler(({ input, context }) => setAutoDeploy(context, input)),
    preview: rpc.autoDeploy.preview.handler(({ input, context }) =>
      context.autoDeploys.preview(input.serviceId, context.signal),
    ),
  };
}
