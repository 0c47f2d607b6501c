import type { Environment } from '#shared/contract/environment.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { changeName, changesBetween } from '../node/index.ts';
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
  const before = environmentOf(context.store, id);
  context.write((tx) => {
    changeName(tx, before, fields.name);
    const { description = before.description, isProtected = before.isProtected } = fields;
    tx.database.run(
      sql
        .updateTable('environment')
        .set({ description, is_protected: isProtected ? 1 : 0 })
        .where('id', '=', id),
    );
    tx.announce({ kind: 'environment', nodeId: id, verb: 'updated' });
    tx.audit({ changes: changesBetween(before, fields) });
  });
  return environmentOf(context.store, id);
};
