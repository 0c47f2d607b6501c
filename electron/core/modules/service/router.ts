import type { Contract } from '#shared/contract/index.ts';
import type { Host } from '../../host.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { Deployments } from '../deployment/index.ts';
import { ejectService } from '../eject/index.ts';
import type { Leftovers } from '../git-provider/index.ts';
import type { DeletionParts } from '../node/index.ts';
import type { VolumeParts } from '../volume/index.ts';
import { acceptFinding, rejectFinding } from './accept-finding.ts';
import { addDeployKey } from './add-deploy-key.ts';
import { compositionOf } from './composition.ts';
import { createService } from './create.ts';
import { deleteService, serviceDeletion } from './delete.ts';
import { setDependencies } from './dependencies.ts';
import { serviceDetail } from './detail.ts';
import { duplicateService } from './duplicate.ts';
import { importProjects } from './import.ts';
import { moveService } from './move.ts';
import { serviceOf, servicesOf } from './queries.ts';
import { setDeployKey } from './set-deploy-key.ts';
import { setGitProvider } from './set-git-provider.ts';
import { configureService, updateService } from './update.ts';

export function createServiceRouter({
  rpc: plain,
  deployments,
  environmentDeployments,
  host,
  leftovers,
  servers,
}: {
  readonly deployments: Deployments;
  readonly host: Host;
  readonly leftovers: Leftovers;
  readonly rpc: Rpc;
} & DeletionParts &
  VolumeParts): RouterOf<Contract['service']> {
  const rpc = withParts(plain, { deployments, environmentDeployments, host, leftovers, servers });
  return {
    list: rpc.service.list.handler(({ input, context }) =>
      servicesOf(context.store, context.caller.subject, input.environmentId),
    ),
    create: rpc.service.create.handler(({ input, context }) => createService(context, input)),
    import: rpc.service.import.handler(({ input, context }) => importProjects(context, input)),
    get: rpc.service.get.handler(({ input, context }) => serviceDetail(context, input.serviceId)),
    update: rpc.service.update.handler(({ input, context }) => updateService(context, input)),
    configure: rpc.service.configure.handler(({ input, context }) => configureService(context, input)),
    adopt: rpc.service.adopt.handler(async ({ input, context }) => {
      await context.deployments.adopt(context, input);
      return serviceOf(context.store, input.serviceId);
    }),
    setDeployKey: rpc.service.setDeployKey.handler(({ input, context }) => setDeployKey(context, input)),
    addDeployKey: rpc.service.addDeployKey.handler(({ input, context }) => addDeployKey(context, input)),
    setGitProvider: rpc.service.setGitProvider.handler(({ input, context }) =>
      setGitProvider(context, input),
    ),
    planMove: rpc.service.planMove.handler(({ input: { serviceId, ...to }, context }) =>
      context.deployments.planMove(context, serviceId, to),
    ),
    setDependencies: rpc.service.setDependencies.handler(({ input, context }) => {
      setDependencies(context, input);
      return serviceDetail(context, input.serviceId);
    }),
    move: rpc.service.move.handler(({ input, context }) => moveService(context, input)),
    duplicate: rpc.service.duplicate.handler(({ input, context }) => duplicateService(context, input)),
    eject: rpc.service.eject.handler(({ input, context }) => ejectService(context, input)),
    composition: rpc.service.composition.handler(({ input, context }) => compositionOf(context, input)),
    compose: rpc.service.compose.handler(({ input, context }) => compositionOf(context, input)),
    acceptFinding: rpc.service.acceptFinding.handler(({ input, context }) => acceptFinding(context, input)),
    rejectFinding: rpc.service.rejectFinding.handler(({ input, context }) => rejectFinding(context, input)),
    deletion: rpc.service.deletion.handler(({ input, context }) => serviceDeletion(context, input.serviceId)),
    delete: rpc.service.delete.handler(({ input, context }) => deleteService(context, input)),
    runtime: rpc.service.runtime.handler(({ input, context }) =>
      context.deployments.runtime(input.serviceId),
    ),
    start: rpc.service.start.handler(({ input, context }) =>
      context.deployments.start(context, input.serviceId),
    ),
    stop: rpc.service.stop.handler(({ input, context }) =>
      context.deployments.stop(context, input.serviceId),
    ),
    restart: rpc.service.restart.handler(({ input, context }) =>
      context.deployments.restart(context, input.serviceId),
    ),
    scale: rpc.service.scale.handler(({ input, context }) =>
      context.deployments.scale(context, input.serviceId, input.replicas),
    ),
    logs: rpc.service.logs.handler(({ input, context }) => {
      const { serviceId, ...range } = input;
      return context.deployments.logs(serviceId, range, context.signal);
    }),
  };
}
