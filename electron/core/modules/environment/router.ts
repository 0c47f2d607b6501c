import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { ejectEnvironment } from '../eject/index.ts';
import type { EnvironmentDeployments } from '../environment-deployment/index.ts';
import { deletionOf } from '../node/index.ts';
import type { ServerAccess } from '../server/index.ts';
import { insertEnvironment } from './create.ts';
import type { EnvironmentParts } from './delete.ts';
import { deleteEnvironment } from './delete.ts';
import { duplicateEnvironment } from './duplicate.ts';
import { environmentOf, environmentsOf } from './queries.ts';
import { updateEnvironment } from './update.ts';

export function createEnvironmentRouter({
  rpc: plain,
  deployments,
  environmentDeployments,
  leaving,
  servers,
}: EnvironmentParts & {
  readonly environmentDeployments: EnvironmentDeployments;
  readonly rpc: Rpc;
  readonly servers: ServerAccess;
}): RouterOf<Contract['environment']> {
  const rpc = withParts(plain, { deployments, environmentDeployments, leaving, servers });
  return {
    list: rpc.environment.list.handler(({ input, context }) =>
      environmentsOf(context.store, context.caller.subject, input.projectId),
    ),
    create: rpc.environment.create.handler(({ input, context }) => {
      const id = context.write((tx) => {
        const created = insertEnvironment(tx, input);
        tx.audit({ nodeId: created, fact: { type: 'created' } });
        return created;
      });
      return environmentOf(context.store, id);
    }),
    get: rpc.environment.get.handler(({ input, context }) =>
      environmentOf(context.store, input.environmentId),
    ),
    update: rpc.environment.update.handler(({ input, context }) => updateEnvironment(context, input)),
    duplicate: rpc.environment.duplicate.handler(({ input, context }) =>
      duplicateEnvironment(context, input),
    ),
    eject: rpc.environment.eject.handler(({ input, context }) => ejectEnvironment(context, input)),
    plan: rpc.environment.plan.handler(({ input, context }) =>
      context.environmentDeployments.plan(context, input),
    ),
    deploy: rpc.environment.deploy.handler(({ input, context }) =>
      context.environmentDeployments.deploy(context, input),
    ),
    deletion: rpc.environment.deletion.handler(({ input, context }) =>
      deletionOf(context, input.environmentId),
    ),
    delete: rpc.environment.delete.handler(({ input, context }) => deleteEnvironment(context, input)),
  };
}
