import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { deleteWithServices } from '../node/index.ts';

/** Environments whose deletion waits for servers: they no longer count as what is left of their project. */
const underWay = new Set<string>();

const isLast = (context: OperationContext, id: string): boolean => {
  const siblings = context.store.access.node(id)?.parent?.children ?? new Set();
  const staying = [...siblings].filter((node) => node.kind === 'environment' && !underWay.has(node.id));
  return staying.every((node) => node.id === id);
};

/** Deletes an environment with everything in it; refused (CONFLICT) for a project's last one (R17). */
export const deleteEnvironment = async (
  context: OperationContext,
  input: { environmentId: string; typedName: string },
): Promise<Record<never, never>> => {
  const { environmentId, typedName } = input;
  if (isLast(context, environmentId)) {
    const reason =
      'a project keeps at least one environment; create another one first, or delete the project';
    throw new AppError('CONFLICT', { field: 'environmentId', reason });
  }
  underWay.add(environmentId);
  try {
    await deleteWithServices(context, environmentId, typedName);
  } finally {
    underWay.delete(environmentId);
  }
  return {};
};
