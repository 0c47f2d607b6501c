import type { Contract } from '#shared/contract/index.ts';
import type { Host } from '../../host.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { Leftovers } from '../git-provider/index.ts';
import type { AutoDeploys } from './auto-deploys.ts';
import { setAutoDeploy } from './set.ts';
import { installWebhook } from './webhook/install.ts';
import { createWebhook, deleteWebhook, rotateWebhook } from './webhook/make.ts';
import { sendTest } from './webhook/send-test.ts';

export function createAutoDeployRouter({
  rpc: plain,
  autoDeploys,
  host,
  leftovers,
}: {
  readonly autoDeploys: AutoDeploys;
  readonly host: Host;
  readonly leftovers: Leftovers;
  readonly rpc: Rpc;
}): RouterOf<Contract['autoDeploy']> {
  const rpc = withParts(plain, { autoDeploys, host, webhooks: autoDeploys.webhooks, leftovers });
  return {
    get: rpc.autoDeploy.get.handler(({ input, context }) => context.autoDeploys.get(input.serviceId)),
    set: rpc.autoDeploy.set.handler(async ({ input, context }) => {
      await setAutoDeploy(context, input);
      return context.autoDeploys.get(input.serviceId);
    }),
    preview: rpc.autoDeploy.preview.handler(({ input, context }) =>
      context.autoDeploys.preview(input, context.signal),
    ),
    createWebhook: rpc.autoDeploy.createWebhook.handler(({ input, context }) =>
      createWebhook(context, input),
    ),
    installWebhook: rpc.autoDeploy.installWebhook.handler(({ input, context }) =>
      installWebhook(context, input),
    ),
    rotateWebhook: rpc.autoDeploy.rotateWebhook.handler(({ input, context }) =>
      rotateWebhook(context, input.serviceId),
    ),
    testWebhook: rpc.autoDeploy.testWebhook.handler(({ input, context }) =>
      sendTest(context, input.serviceId),
    ),
    deleteWebhook: rpc.autoDeploy.deleteWebhook.handler(({ input, context }) =>
      deleteWebhook(context, input.serviceId),
    ),
  };
}
