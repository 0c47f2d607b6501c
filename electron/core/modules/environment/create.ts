import { sql } from '../../store/database.ts';
import { prepared } from '../../store/prepared.ts';
import type { Transaction } from '../../store/store.ts';

interface Row {
  readonly id: string;
  readonly description: string;
  readonly is_protected: 0 | 1;
  readonly created_at: number;
}

const insert = prepared(({ id, description, is_protected, created_at }: Row) =>
  sql.insertInto('environment').values({ id, description, is_protected, created_at }),
);

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
    insert({
      id,
      description: input.description ?? '',
      is_protected: input.isProtected ? 1 : 0,
      created_at: tx.now,
    }),
  );
  return id;
};
