import type { Environment } from '#shared/contract/environment.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { environmentOf } from './queries.ts';

/** Renames, describes or protects an environment; fields that are not given stay. */
export const updateEnvironment = (
  context: OperationContext,
  input: {
    environmentId: string;
    name?: string | undefined;
    description?: string | undefined;
    isProtected?: boolean | undefined;
  },
): Environment => {
  const { environmentId: id, ...fields } = input;
  context.write((tx) => tx.change('environment', id, fields));
  return environmentOf(context.store, id);
};
