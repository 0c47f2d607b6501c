import type { Deployment } from '#shared/contract/deployment.ts';
import { isFinal } from '#shared/model/deployment.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { type Runs, requestCancel } from '../../runs/index.ts';
import type { Store, Transaction } from '../../store/store.ts';
import { setServiceState } from '../../workload/service-state.ts';
import { allDeployments, type DeploymentRow, deploymentRow, restingState } from './rows.ts';
import { toDeployment } from './view.ts';

/** How long the answer waits for a running deployment to be undone; it goes on being undone after that. */
const waitMs = 2_000;

/** Cancels a deployment in whatever state it is; CONFLICT where it has ended already. */
export async function cancelDeployment(
  context: OperationContext,
  runs: Runs,
  deploymentId: string,
): Promise<Deployment> {
  ask(context, deploymentId);
  await runs.cancel(deploymentId, waitMs);
  return toDeployment(deploymentRow(context.store.database, deploymentId));
}

/** One that has not begun is ended here and now. */
const ask = (context: OperationContext, deploymentId: string): void =>
  context.write((tx) => {
    const row = deploymentRow(tx.database, deploymentId);
    if (isFinal(row.state)) {
      const reason = `deployment ${row.number} has ended already (${row.state})`;
      throw new AppError('CONFLICT', { field: 'state', reason });
    }
    tx.audit({ fact: { type: 'deploymentCancelled', number: row.number, state: row.state } });
    request(tx, row);
  });

function request(tx: Transaction, { id, service_id: serviceId }: DeploymentRow): void {
  if (!requestCancel(tx, id)) return;
  setServiceState(tx, serviceId, restingState(tx.database, serviceId));
}

/**
 * Cancels deployments as part of a greater whole that is cancelled, which tells who did it; those that have ended or are
 * gone are left alone. Answers at once: they go on being undone.
 */
export function endDeployments(store: Store, runs: Runs, ids: readonly string[]): void {
  const open = allDeployments(store.database, (query) =>
    query.where('deployment.id', 'in', ids).where('run.ended_at', 'is', null),
  );
  store.write((tx) => {
    for (const row of open) request(tx, row);
  });
  for (const { id } of open) void runs.cancel(id, 0);
}
