import { type DeployedVariable, sealVariables } from '#core/modules/deployment/rows.ts';
import { sql } from '#core/store/database.ts';
import type { Transaction } from '#core/store/store.ts';
import { ServiceSpec } from '#shared/contract/service-spec.ts';

interface RecordedDeployment {
  readonly serviceId: string;
  readonly number: number;
  readonly serverId?: string;
  readonly startedBy?: string;
  readonly image?: string;
  readonly spec?: ServiceSpec;
  readonly variables?: readonly DeployedVariable[];
  readonly rollbackOf?: string;
  /** What the service was seen to be. */
  readonly runtime?: object;
}

/** Writes that a deployment succeeded and runs, as the engine does at its end; answers its id. */
export function recordDeployment(tx: Transaction, recorded: RecordedDeployment): string {
  const { serviceId, number, image = 'nginx:1', variables = [], rollbackOf = null, runtime } = recorded;
  const { spec = ServiceSpec.parse({ source: { type: 'image', image } }) } = recorded;
  const id = tx.createNode({ kind: 'deployment', parentId: serviceId, name: null });
  tx.database.run(
    sql.insertInto('run').values({
      id,
      kind: 'deployment',
      subject_id: serviceId,
      server_id: recorded.serverId ?? 'srv_none',
      state: 'succeeded',
      step: null,
      title: 'Deploy {name}',
      reason: null,
      started_by: 'acc_none',
      started_by_name: recorded.startedBy ?? 'Olive',
      queued_at: tx.now,
      started_at: tx.now,
      ended_at: tx.now,
      cancel_requested: 0,
      progress: null,
    }),
  );
  tx.database.run(
    sql.insertInto('deployment').values({
      id,
      number,
      server_name: 'harbour',
      spec: JSON.stringify(spec),
      variables: sealVariables(tx, id, variables),
      files: null,
      rollback_of: rollbackOf,
      image_reference: recorded.image ?? null,
      image_digest: null,
      image_id: 'sha256:1',
      part_images: null,
      commit_hash: null,
    }),
  );
  const columns = { current_deployment_id: id, runtime: runtime ? JSON.stringify(runtime) : null };
  tx.database.run(sql.updateTable('service').set(columns).where('id', '=', serviceId));
  return id;
}
