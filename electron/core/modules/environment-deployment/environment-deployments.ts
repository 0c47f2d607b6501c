import type { EnvironmentDeployment, PlannedService } from '#shared/contract/environment-deployment.ts';
import type { LogBatch } from '#shared/contract/log.ts';
import type { OnFailure } from '#shared/model/environment-deployment.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { OrderParts } from './context.ts';
import type { Chosen } from './plan.ts';

/** Whole environments, deployed and rolled back in the order in which their services wait for each other. */
export interface EnvironmentDeployments {
  plan(context: OperationContext, asked: Chosen & { readonly redeploy: boolean }): Promise<PlannedService[]>;
  /** Writes down a deployment of the environment and starts it as soon as its turn comes; answers at once. */
  deploy(
    context: OperationContext,
    asked: Chosen & { readonly redeploy: boolean; readonly onFailure: OnFailure },
  ): Promise<EnvironmentDeployment>;
  /** The same for what ran before an earlier one, the last level first. */
  rollBack(context: OperationContext, id: string): Promise<EnvironmentDeployment>;
  cancel(context: OperationContext, id: string): Promise<EnvironmentDeployment>;
  /** Ends those at or below a node that is about to go; answers all that there ever were, to be forgotten with it. */
  abandonBelow(nodeId: string): Promise<readonly string[]>;
  /** Removes the logs of those that are gone. */
  forget(ids: readonly string[]): Promise<void>;
  log(
    id: string,
    range: { readonly cursor?: string | undefined; readonly follow: boolean },
    signal: AbortSignal,
  ): AsyncGenerator<LogBatch, void>;
}

/** Makes them known to the engine of runs; nothing is loaded before one is asked for. */
export function createEnvironmentDeployments(parts: OrderParts): EnvironmentDeployments {
  const { runs } = parts;
  runs.register({
    kind: 'environmentDeployment',
    limit: 1,
    stepOf: ({ step, state }) => step ?? state,
    load: async () => {
      const { environmentWork } = await import('./work.ts');
      return environmentWork(parts);
    },
  });
  return {
    async plan(context, asked) {
      const { planEnvironment } = await import('./plan.ts');
      return planEnvironment({ ...context, deployments: parts.deployments }, asked);
    },
    async deploy(context, asked) {
      const { createEnvironmentDeployment } = await import('./create.ts');
      return createEnvironmentDeployment(context, runs, asked);
    },
    async rollBack(context, id) {
      const { createEnvironmentRollback } = await import('./create.ts');
      return createEnvironmentRollback(context, runs, id);
    },
    async cancel(context, id) {
      const { cancelEnvironmentDeployment } = await import('./cancel.ts');
      return cancelEnvironmentDeployment(context, runs, id);
    },
    async abandonBelow(nodeId) {
      const { abandonBelow } = await import('./abandon.ts');
      return abandonBelow(parts, nodeId);
    },
    forget: (ids) => runs.forget(ids),
    log: (id, { cursor, follow }, signal) => runs.log(id, { cursor, follow }, signal),
  };
}
