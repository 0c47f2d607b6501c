import { sql } from '../../store/database.ts';
import type { Transaction } from '../../store/store.ts';

/** Adds an empty environment, inside the caller's transaction; answers its id. */
export const insertEnvironment = (
  tx: Transaction,
  input: {
    projectId: string;
    name: string;
    description?: string | undefined;
    isProtected?: boolean | undefined;
  },
): string => {
  const id = tx.createNode({ kind: 'environment', parentId: input.projectId, name: input.name });
  tx.database.run(
    sql.insertInto('environment').values({
      id,
      description: input.description ?? '',
      is_protected: input.isProtected ? 1 : 0,
      created_at: tx.now,
    }),
  );
  return id;
};
