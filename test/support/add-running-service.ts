import { sql } from '#core/store/database.ts';
import type { Transaction } from '#core/store/store.ts';

interface Running {
  readonly environmentId: string;
  readonly serverId: string;
  readonly name: string;
  readonly ports: readonly object[];
}

/** Adds a service of which a deployment runs, as the end of that deployment would have written it; answers its id. */
export function addRunningService(
  tx: Transaction,
  { environmentId, serverId, name, ports }: Running,
): string {
  const id = tx.createNode({ kind: 'service', parentId: environmentId, name });
  const deployment = tx.createNode({ kind: 'deployment', parentId: id, name: null });
  const spec = JSON.stringify({ source: { type: 'image', image: 'web:1' }, ports });
  const none = { rollback_of: null, image_reference: 'web:1', image_digest: null, image_id: null };
  tx.database.run(
    sql.insertInto('service').values({
      ...{ id, description: '', type: 'application', server_id: serverId, spec, state: 'running' },
      ...{ runtime: null, seen_at: null, deploy_key: null, deploy_key_public: null },
      ...{ current_deployment_id: deployment, created_at: tx.now },
    }),
  );
  tx.database.run(
    sql.insertInto('deployment').values({
      ...{ id: deployment, number: 1, server_name: 'harbour', spec, commit_hash: null, ...none },
      variables: tx.sealer.seal('[]', { table: 'deployment', row: deployment, column: 'variables' }),
    }),
  );
  tx.database.run(
    sql.insertInto('run').values({
      ...{ id: deployment, kind: 'deployment', subject_id: id, server_id: serverId, state: 'succeeded' },
      ...{ step: null, title: 'Deploy {name} #1', reason: null, started_by: 'x', started_by_name: 'Olivia' },
      ...{ progress: null, queued_at: tx.now, started_at: tx.now, ended_at: tx.now, cancel_requested: 0 },
    }),
  );
  return id;
}
