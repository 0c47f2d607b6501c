import type { Project } from '#shared/contract/project.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { changeName, changesBetween } from '../node/index.ts';
import { projectOf } from './queries.ts';

/** Renames or describes a project; fields that are not given stay. */
export const updateProject = (
  context: OperationContext,
  input: { projectId: string; name?: string | undefined; description?: string | undefined },
): Project => {
  const { projectId: id, ...fields } = input;
  const before = projectOf(context.store, id);
  context.write((tx) => {
    changeName(tx, before, fields.name);
    if (fields.description !== undefined) {
      const { description } = fields;
      tx.database.run(sql.updateTable('project').set({ description }).where('id', '=', id));
      tx.announce({ kind: 'project', nodeId: id, verb: 'updated' });
    }
    tx.audit({ changes: changesBetween(before, fields) });
  });
  return projectOf(context.store, id);
};
