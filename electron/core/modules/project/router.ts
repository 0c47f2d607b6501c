import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { DeletionParts } from '../node/index.ts';
import { deleteWithServices, deletionOf } from '../node/index.ts';
import { createProject } from './create.ts';
import { duplicateProject } from './duplicate.ts';
import { projectOf, projectsOf } from './queries.ts';
import { updateProject } from './update.ts';

export function createProjectRouter({
  rpc: plain,
  deployments,
  environmentDeployments,
}: DeletionParts & { readonly rpc: Rpc }): RouterOf<Contract['project']> {
  const rpc = withParts(plain, { deployments, environmentDeployments });
  return {
    list: rpc.project.list.handler(({ input, context }) =>
      projectsOf(context.store, context.caller.subject, input.organizationId),
    ),
    create: rpc.project.create.handler(({ input, context }) => {
      const id = context.write((tx) => {
        const created = createProject(tx, input);
        tx.audit({ nodeId: created, fact: { type: 'created' } });
        return created;
      });
      return projectOf(context.store, id);
    }),
    get: rpc.project.get.handler(({ input, context }) => projectOf(context.store, input.projectId)),
    update: rpc.project.update.handler(({ input, context }) => updateProject(context, input)),
    duplicate: rpc.project.duplicate.handler(({ input, context }) => duplicateProject(context, input)),
    deletion: rpc.project.deletion.handler(({ input, context }) => deletionOf(context, input.projectId)),
    delete: rpc.project.delete.handler(async ({ input, context }) => {
      await deleteWithServices(context, input.projectId, input.typedName);
      return {};
    }),
  };
}
