import type { Project } from '#shared/contract/project.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { projectOf } from './queries.ts';

/** Renames or describes a project; fields that are not given stay. */
export const updateProject = (
  context: OperationContext,
  input: { projectId: string; name?: string | undefined; description?: string | undefined },
): Project => {
  const { projectId: id, ...fields } = input;
  context.write((tx) => tx.change('project', id, fields));
  return projectOf(context.store, id);
};
