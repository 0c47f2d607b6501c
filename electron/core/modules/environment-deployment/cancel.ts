import type { EnvironmentDeployment } from '#shared/contract/environment-deployment.ts';
import { hasEnded } from '#shared/model/environment-deployment.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { type Runs, requestCancel } from '../../runs/index.ts';
import { environmentDeploymentRow } from './rows.ts';
import { environmentDeploymentOf } from './view.ts';

/** How long the answer waits for what is under way to be undone; it goes on being undone after that. */
const waitMs = 2_000;

/** Cancels a deployment of an environment with all that it has under way; CONFLICT where it has ended already. */
export async function cancelEnvironmentDeployment(
  context: OperationContext,
  runs: Runs,
  id: string,
): Promise<EnvironmentDeployment> {
  context.write((tx) => {
    const { number, state } = environmentDeploymentRow(tx.database, id);
    if (hasEnded(state)) {
      const reason = `deployment ${number} of the environment has ended already (${state})`;
      throw new AppError('CONFLICT', { field: 'state', reason });
    }
    tx.audit({ fact: { type: 'deploymentCancelled', number, state } });
    requestCancel(tx, id);
  });
  await runs.cancel(id, waitMs);
  return environmentDeploymentOf(context.store, id);
}
