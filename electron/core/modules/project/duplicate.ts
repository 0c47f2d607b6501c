import type { Project } from '#shared/contract/project.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { copyEnvironment, environmentsOf } from '../environment/index.ts';
import { requireMay } from '../node/index.ts';
import { copyVariables } from '../variable/index.ts';
import { createProject, insertProject } from './create.ts';
import { projectOf } from './queries.ts';

/**
 * Copies a project with its environments and services. Reading is checked on the source, creating on the
 * organization; secrets are not copied.
 */
export const duplicateProject = (
  context: OperationContext,
  input: { projectId: string; name: string },
): Project => {
  const { store } = context;
  const source = projectOf(store, input.projectId);
  const { organizationId } = source;
  const environments = environmentsOf(store, context.caller.subject, source.id);
  requireMay(context, 'project.create', organizationId);
  // the first one comes with every project (R17)
  if (environments.length > 1) requireMay(context, 'environment.create', organizationId);
  const id = context.write((tx) => {
    const { name } = input;
    const { description } = source;
    // every project has an environment, also where none of the source may be read (R17)
    const insert = environments.length === 0 ? createProject : insertProject;
    const copy = insert(tx, { organizationId, name, description });
    const copies = new Map<string, string>();
    for (const each of environments) {
      const environmentId = copyEnvironment(context, tx, {
        source: each,
        projectId: copy,
        name: each.name,
        targetId: organizationId,
      });
      copies.set(each.id, environmentId);
    }
    // what holds in an environment holds in the copy of it
    if (store.access.can(context.caller.subject, 'projectVariables.read', source.id))
      copyVariables(tx, source.id, copy, copies);
    tx.audit({ fact: { type: 'copied', to: name } });
    return copy;
  });
  return projectOf(store, id);
};
