import {
  createLoads,
  currentRuntime,
  followServiceLogs,
  removeOldLooks,
  removeOrphans,
  removeService,
  ServerWatches,
  watchedRuntime,
} from '../../workload/index.ts';
import type { DeploymentParts } from './deployment-run.ts';
import { restartEverything, scaleTo, startService, stopService } from './lifecycle.ts';
import { planMove } from './move/plan.ts';
import { planDeployment } from './plan.ts';
import { readSourcesOf } from './read-sources.ts';
import { deploymentWork } from './steps.ts';

/** Everything that talks to servers; loaded at its first use, so that the host starts without SSH. */
export interface Engine {
  readonly parts: DeploymentParts;
  readonly work: ReturnType<typeof deploymentWork>;
  readonly plan: typeof planDeployment;
  readonly planMove: typeof planMove;
  readonly readSources: typeof readSourcesOf;
  readonly runtime: typeof currentRuntime;
  readonly start: typeof startService;
  readonly stop: typeof stopService;
  readonly restart: typeof restartEverything;
  readonly scale: typeof scaleTo;
  readonly logs: typeof followServiceLogs;
  readonly loads: ReturnType<typeof createLoads>;
  readonly remove: typeof removeService;
  readonly removeOldLooks: typeof removeOldLooks;
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
    planMove,
    readSources: readSourcesOf,
    runtime: currentRuntime,
    start: startService,
    stop: stopService,
    restart: restartEverything,
    scale: scaleTo,
    logs: followServiceLogs,
    loads,
    remove: removeService,
    removeOldLooks,
    removeOrphans,
    async close() {
      loads.close();
      await watches.close();
    },
  };
};
