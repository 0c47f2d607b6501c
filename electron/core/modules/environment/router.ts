import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { deletionOf } from '../node/index.ts';
import { insertEnvironment } from './create.ts';
import type { EnvironmentParts } from './delete.ts';
import { deleteEnvironment } from './delete.ts';
import { duplicateEnvironment } from './duplicate.ts';
import { environmentOf, environmentsOf } from './queries.ts';
import { updateEnvironment } from './update.ts';

export function createEnvironmentRouter({
  rpc: plain,
  deployments,
  leaving,
}: EnvironmentParts & { readonly rpc: Rpc }): RouterOf<Contract['environment']> {
  const rpc = withParts(plain, { deployments, leaving });
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
    deletion: rpc.environment.deletion.handler(({ input, context }) =>
      deletionOf(context, input.environmentId),
    ),
    delete: rpc.environment.delete.handler(({ input, context }) => deleteEnvironment(context, input)),
  };
}
