import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { concealed } from './concealed.ts';
import type { Deployments } from './deployments.ts';
import { listDeployments } from './list.ts';
import { listPlaced, servicesOfEnvironment, servicesOfProject } from './list-placed.ts';
import { requireOwnBuildPlaces } from './require-own-build-places.ts';
import { deploymentRow } from './rows.ts';
import { toDeployment } from './view.ts';

export function createDeploymentRouter({
  rpc: plain,
  deployments,
}: { readonly deployments: Deployments } & { readonly rpc: Rpc }): RouterOf<Contract['deployment']> {
  const rpc = withParts(plain, { deployments });
  return {
    list: rpc.deployment.list.handler(({ input, context }) => listDeployments(context.store, input)),
    inProject: rpc.deployment.inProject.handler(({ input: { projectId, ...page }, context }) =>
      listPlaced(context, { ...page, within: servicesOfProject(projectId) }),
    ),
    inEnvironment: rpc.deployment.inEnvironment.handler(({ input: { environmentId, ...page }, context }) =>
      listPlaced(context, { ...page, within: servicesOfEnvironment(environmentId) }),
    ),
    plan: rpc.deployment.plan.handler(async ({ input: { serviceId, rollbackTo }, context }) =>
      concealed(context, serviceId, await context.deployments.plan(serviceId, { rollbackTo })),
    ),
    preview: rpc.deployment.preview.handler(async ({ input: { serviceId, ...unsaved }, context }) => {
      requireOwnBuildPlaces(context, serviceId, unsaved.spec);
      return concealed(context, serviceId, await context.deployments.plan(serviceId, { unsaved }));
    }),
    running: rpc.deployment.running.handler(async ({ input: { serviceId }, context }) =>
      concealed(context, serviceId, await context.deployments.running(serviceId)),
    ),
    create: rpc.deployment.create.handler(({ input, context }) =>
      context.deployments.deploy(context, input.serviceId),
    ),
    get: rpc.deployment.get.handler(({ input, context }) =>
      toDeployment(deploymentRow(context.store.database, input.deploymentId)),
    ),
    rollback: rpc.deployment.rollback.handler(({ input, context }) =>
      context.deployments.rollback(context, input.deploymentId),
    ),
    cancel: rpc.deployment.cancel.handler(({ input, context }) =>
      context.deployments.cancel(context, input.deploymentId),
    ),
    log: rpc.deployment.log.handler(({ input, context }) => {
      const { deploymentId, ...range } = input;
      return context.deployments.log(deploymentId, range, context.signal);
    }),
  };
}
