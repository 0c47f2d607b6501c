import type { Project } from '#shared/contract/project.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { copyEnvironment, environmentsOf } from '../environment/index.ts';
import { insertProject } from './create.ts';
import { projectOf } from './queries.ts';

/**
 * Copies a project with its environments and services. Reading is checked on the source, creating on the
 * organization; secrets are not copied.
 */
export const duplicateProject = (
  context: OperationContext,
  input: { projectId: string; name: string },
): Project => {
  const { store } = context.core;
  const source = projectOf(store, input.projectId);
  if (!store.access.can(context.caller.subject, 'project.create', source.organizationId)) {
    throw new AppError('FORBIDDEN', {
      permission: 'project.create',
      nodeId: source.organizationId,
      wouldGrant: 'Ask an Owner for a role that may create projects.',
    });
  }
  const environments = environmentsOf(store, context.caller.subject, source.id);
  const id = context.write((tx) => {
    const copy = insertProject(tx, {
      organizationId: source.organizationId,
      name: input.name,
      description: source.description,
    });
    for (const environment of environments) {
      copyEnvironment(context, tx, { source: environment, projectId: copy, name: environment.name });
    }
    tx.audit({ detail: `copied to “${input.name}”` });
    return copy;
  });
  return projectOf(store, id);
};
