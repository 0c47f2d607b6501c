import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { type DeletionParts, deleteWithServices } from '../node/index.ts';

/** What deleting an environment works with, besides the request. */
export interface EnvironmentParts extends DeletionParts {
  /** Environments whose deletion waits for servers: they no longer count as what is left of their project. */
  readonly leaving: Set<string>;
}

type EnvironmentContext = OperationContext & EnvironmentParts;

const isLast = ({ store, leaving }: EnvironmentContext, id: string): boolean => {
  const siblings = store.access.node(id)?.parent?.children ?? new Set();
  const staying = [...siblings].filter((node) => node.kind === 'environment' && !leaving.has(node.id));
  return staying.every((node) => node.id === id);
};

/** Deletes an environment with everything in it; refused (CONFLICT) for a project's last one (R17). */
export const deleteEnvironment = async (
  context: EnvironmentContext,
  input: { environmentId: string; typedName: string },
): Promise<Record<never, never>> => {
  const { environmentId, typedName } = input;
  if (isLast(context, environmentId)) {
    const reason =
      'a project keeps at least one environment; create another one first, or delete the project';
    throw new AppError('CONFLICT', { field: 'environmentId', reason });
  }
  context.leaving.add(environmentId);
  try {
    await deleteWithServices(context, environmentId, typedName);
  } finally {
    context.leaving.delete(environmentId);
  }
  return {};
};
