import { sql } from '#core/store/database.ts';
import type { Transaction } from '#core/store/store.ts';
import { ServiceSpec } from '#shared/contract/service-spec.ts';
import { recordDeployment } from './record-deployment.ts';

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
  const spec = ServiceSpec.parse({ source: { type: 'image', image: 'web:1' }, ports });
  tx.database.run(
    sql.insertInto('service').values({
      ...{ id, description: '', type: 'application', server_id: serverId, state: 'running' },
      ...{ runtime: null, seen_at: null, deploy_key: null, deploy_key_public: null },
      ...{ current_deployment_id: null, spec: JSON.stringify(spec), created_at: tx.now },
    }),
  );
  recordDeployment(tx, { serviceId: id, serverId, number: 1, spec, image: 'web:1', startedBy: 'Olivia' });
  return id;
}
