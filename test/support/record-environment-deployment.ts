import { sql } from '#core/store/database.ts';
import type { Transaction } from '#core/store/store.ts';

interface RecordedService {
  readonly serviceId: string;
  readonly level: number;
  readonly deploymentId: string;
  /** What ran before; nothing where that is not said. */
  readonly beforeId?: string;
}

/** Writes that a deployment of an environment succeeded; answers its id. */
export function recordEnvironmentDeployment(
  tx: Transaction,
  recorded: { readonly environmentId: string; readonly services: readonly RecordedService[] },
): string {
  const { environmentId, services } = recorded;
  const id = tx.createNode({ kind: 'environmentDeployment', parentId: environmentId, name: null });
  const times = { queued_at: tx.now, started_at: tx.now, ended_at: tx.now };
  tx.database.run(
    sql.insertInto('run').values({
      ...{ id, kind: 'environmentDeployment', subject_id: environmentId, server_id: environmentId },
      ...{ state: 'succeeded', step: null, title: 'Deploy {name} as a whole', reason: null, ...times },
      ...{ started_by: 'acc_none', started_by_name: 'Olive', cancel_requested: 0, progress: null },
    }),
  );
  const what = { id, number: 1, redeploys: 0, on_failure: 'keep', rollback_of: null } as const;
  tx.database.run(sql.insertInto('environment_deployment').values({ ...what, asked_by: 'acc_none' }));
  for (const { serviceId, level, deploymentId, beforeId = null } of services) {
    tx.database.run(
      sql.insertInto('environment_deployment_service').values({
        ...{ environment_deployment_id: id, service_id: serviceId, name: 'recorded', level },
        ...{ action: 'deploy', target_id: null, before_id: beforeId, deployment_id: deploymentId },
        ...{ undo_id: null, is_stopped: 0, problem: null },
      }),
    );
  }
  return id;
}
