import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { sql } from '../../store/database.ts';
import type { Transaction } from '../../store/store.ts';
import type { PartImage } from '../../workload/index.ts';
import { type DeployedVariable, sealVariables } from './rows.ts';

/** What ran before it was a service, as the deployment that stands for it. */
export interface AdoptedDeployment {
  readonly id: string;
  readonly serviceId: string;
  readonly server: { readonly id: string; readonly name: string };
  readonly by: { readonly id: string; readonly name: string };
  readonly spec: ServiceSpec;
  readonly variables: readonly DeployedVariable[];
  readonly parts: readonly PartImage[];
  /** Of what was written down of it. */
  readonly digest: string;
}

/** Writes down a deployment that was never carried out, since what it asks for runs already; it is the current one. */
export function recordAdopted(tx: Transaction, adopted: AdoptedDeployment): void {
  const { id, serviceId, server, by, digest } = adopted;
  tx.createNode({ kind: 'deployment', parentId: serviceId, name: null, id });
  tx.database.run(
    sql.insertInto('run').values({
      ...{ id, kind: 'deployment', subject_id: serviceId, server_id: server.id },
      ...{ state: 'succeeded', step: null, title: 'Adopt {name} #1', reason: null },
      ...{ started_by: by.id, started_by_name: by.name, cancel_requested: 0, progress: null },
      ...{ queued_at: tx.now, started_at: tx.now, ended_at: tx.now },
    }),
  );
  tx.database.run(
    sql.insertInto('deployment').values({
      ...{ id, number: 1, server_name: server.name, spec: JSON.stringify(adopted.spec) },
      variables: sealVariables(tx, id, adopted.variables),
      ...{ files: null, rollback_of: null, commit_hash: null, source_digest: null, source_size: null },
      ...{ image_reference: 'docker compose', image_digest: digest, image_id: digest },
      part_images: JSON.stringify(adopted.parts),
    }),
  );
  const current = { current_deployment_id: id };
  tx.database.run(sql.updateTable('service').set(current).where('id', '=', serviceId));
}
