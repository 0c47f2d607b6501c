import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { sql } from '../../store/database.ts';
import type { Transaction } from '../../store/store.ts';

/** Adds a service, inside the caller's transaction; answers its id. Nothing is deployed. */
export const insertService = (
  tx: Transaction,
  input: {
    environmentId: string;
    name: string;
    description?: string | undefined;
    serverId?: string | null | undefined;
    spec?: ServiceSpec | null | undefined;
  },
): string => {
  const id = tx.createNode({ kind: 'service', parentId: input.environmentId, name: input.name });
  tx.database.run(
    sql.insertInto('service').values({
      id,
      description: input.description ?? '',
      type: 'application',
      server_id: input.serverId ?? null,
      spec: input.spec ? JSON.stringify(input.spec) : null,
      runtime: null,
      seen_at: null,
      deploy_key: null,
      deploy_key_public: null,
      current_deployment_id: null,
      created_at: tx.now,
    }),
  );
  return id;
};
