import { sql } from '../../store/database.ts';
import { prepared } from '../../store/prepared.ts';
import type { Transaction } from '../../store/store.ts';
import { insertEnvironment } from '../environment/index.ts';

const insert = prepared(
  ({ id, description, created_at }: { id: string; description: string; created_at: number }) =>
    sql.insertInto('project').values({ id, description, created_at }),
);

/** Adds a project without environments, inside the caller's transaction. */
export const insertProject = (
  tx: Transaction,
  input: { organizationId: string; name: string; description?: string | undefined },
): string => {
  const id = tx.createNode({ kind: 'project', parentId: input.organizationId, name: input.name });
  tx.database.run(insert({ id, description: input.description ?? '', created_at: tx.now }));
  return id;
};

/** Adds a project with its environment `production` (access.md, R17). */
export const createProject = (
  tx: Transaction,
  input: { organizationId: string; name: string; description?: string | undefined },
): string => {
  const id = insertProject(tx, input);
  insertEnvironment(tx, { projectId: id, name: 'production', isProtected: true });
  return id;
};
