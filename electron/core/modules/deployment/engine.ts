import {
  createLoads,
  currentRuntime,
  followServiceLogs,
  removeOrphans,
  removeService,
  ServerWatches,
  watchedRuntime,
} from '../../workload/index.ts';
import type { DeploymentParts } from './deployment-run.ts';
import { restartEverything, scaleTo, startService, stopService } from './lifecycle.ts';
import { planDeployment } from './plan.ts';
import { deploymentWork } from './steps.ts';

/** Everything that talks to servers; loaded at its first use, so that the host starts without SSH. */
export interface Engine {
  readonly parts: DeploymentParts;
  readonly work: ReturnType<typeof deploymentWork>;
  readonly plan: typeof planDeployment;
  readonly runtime: typeof currentRuntime;
  readonly start: typeof startService;
  readonly stop: typeof stopService;
  readonly restart: typeof restartEverything;
  readonly scale: typeof scaleTo;
  readonly logs: typeof followServiceLogs;
  readonly loads: ReturnType<typeof createLoads>;
  readonly remove: typeof removeService;
  readonly removeOrphans: typeof removeOrphans;
  close(): Promise<void>;
}

/** Puts the parts together; nothing is connected yet. */
export const createEngine = (without: Omit<DeploymentParts, 'runtime' | 'watches'>): Engine => {
  const watched = { ...without, runtime: watchedRuntime };
  const watches = new ServerWatches(watched);
  const parts = { ...watched, watches };
  const loads = createLoads(watched);
  return {
    parts,
    work: deploymentWork(parts),
    plan: planDeployment,
    runtime: currentRuntime,
    start: startService,
    stop: stopService,
    restart: restartEverything,
    scale: scaleTo,
    logs: followServiceLogs,
    loads,
    remove: removeService,
    removeOrphans,
    async close() {
      loads.close();
      await watches.close();
    },
  };
};
