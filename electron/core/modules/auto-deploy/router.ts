import type { Contract } from '#shared/contract/index.ts';
import type { Host } from '../../host.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { AutoDeploys } from './auto-deploys.ts';
import { setAutoDeploy } from './set.ts';

export function createAutoDeployRouter({
  rpc: plain,
  autoDeploys,
  host,
}: {
  readonly autoDeploys: AutoDeploys;
  readonly host: Host;
  readonly rpc: Rpc;
}): RouterOf<Contract['autoDeploy']> {
  const rpc = withParts(plain, { autoDeploys, host });
  return {
    get: rpc.autoDeploy.get.handler(({ input, context }) => context.autoDeploys.get(input.serviceId)),
    set: rpc.autoDeploy.set.handler(async ({ input, context }) => {
      await setAutoDeploy(context, input);
      return context.autoDeploys.get(input.serviceId);
    }),
    preview: rpc.autoDeploy.preview.handler(({ input, context }) =>
      context.autoDeploys.preview(input, context.signal),
    ),
  };
}
