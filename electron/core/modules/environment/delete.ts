import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { deleteWithServices } from '../node/index.ts';

const isLast = (context: OperationContext, id: string): boolean => {
  const siblings = context.core.store.access.node(id)?.parent?.children ?? new Set();
  return [...siblings].filter((node) => node.kind === 'environment').length <= 1;
};

/** Deletes an environment with everything in it; refused (CONFLICT) for a project's last one (R17). */
export const deleteEnvironment = async (
  context: OperationContext,
  input: { environmentId: string; typedName: string },
): Promise<Record<never, never>> => {
  if (isLast(context, input.environmentId)) {
    const reason =
      'a project keeps at least one environment; create another one first, or delete the project';
    throw new AppError('CONFLICT', { field: 'environmentId', reason });
  }
  await deleteWithServices(context, input.environmentId, input.typedName);
  return {};
};
