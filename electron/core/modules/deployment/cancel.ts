import type { Deployment } from '#shared/contract/deployment.ts';
import { isFinal } from '#shared/model/deployment.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { DeploymentLogs } from './deployment-logs.ts';
import type { DeploymentQueue } from './queue.ts';
import { deploymentRow, patchDeployment, restingState, setServiceState } from './rows.ts';
import { toDeployment } from './view.ts';

/** One that has not begun is ended here and now; answers whether it was. */
const endQueued = (context: OperationContext, deploymentId: string): boolean =>
  context.write((tx) => {
    const row = deploymentRow(tx.database, deploymentId);
    if (isFinal(row.state)) {
      const reason = `deployment ${row.number} has ended already (${row.state})`;
      throw new AppError('CONFLICT', { field: 'state', reason });
    }
    tx.audit({ detail: `deployment ${row.number} cancelled while ${row.state}` });
    if (row.state !== 'queued') {
      patchDeployment(tx, deploymentId, { cancel_requested: 1 });
      return false;
    }
    const reason = 'Cancelled before it began; nothing was changed.';
    patchDeployment(tx, deploymentId, { state: 'cancelled', reason, ended_at: tx.now });
    setServiceState(tx, row.service_id, restingState(tx.database, row.service_id));
    return true;
  });

/** How long the answer waits for a running deployment to be undone; it goes on being undone after that. */
const waitMs = 2_000;

/** Cancels a deployment in whatever state it is; CONFLICT where it has ended already. */
export const cancelDeployment = async (
  context: OperationContext,
  parts: { queue: DeploymentQueue; logs: DeploymentLogs },
  deploymentId: string,
): Promise<Deployment> => {
  const { store } = context;
  if (endQueued(context, deploymentId)) {
    await parts.logs.end(deploymentId);
  } else {
    const isRunning = parts.queue.isRunning(deploymentId);
    const undone = parts.queue.cancel(deploymentId);
    if (!isRunning) parts.queue.unpark({ serviceId: deploymentRow(store.database, deploymentId).service_id });
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, waitMs);
    await Promise.race([undone, promise]);
    clearTimeout(timer);
  }
  return toDeployment(deploymentRow(store.database, deploymentId));
};
