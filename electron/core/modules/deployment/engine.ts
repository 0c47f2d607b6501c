import type { DeploymentLogs } from './deployment-logs.ts';
import { restartEverything, scaleTo, startService, stopService } from './lifecycle.ts';
import { planDeployment } from './plan.ts';
import { removeOrphans, removeService } from './remove.ts';
import type { RunParts } from './run-context.ts';
import { runDeployment } from './run-deployment.ts';
import { currentRuntime } from './runtime.ts';
import { ServerLeases } from './server-lease.ts';
import type { WatchParts } from './server-watch.ts';
import { ServerWatches } from './server-watches.ts';
import { followServiceLogs } from './service-logs.ts';

/** Everything that talks to servers; loaded at its first use, so that the host starts without SSH. */
export interface Engine {
  readonly parts: RunParts;
  readonly run: typeof runDeployment;
  readonly plan: typeof planDeployment;
  readonly runtime: typeof currentRuntime;
  readonly start: typeof startService;
  readonly stop: typeof stopService;
  readonly restart: typeof restartEverything;
  readonly scale: typeof scaleTo;
  readonly logs: typeof followServiceLogs;
  readonly remove: typeof removeService;
  readonly removeOrphans: typeof removeOrphans;
  close(): Promise<void>;
}

/** Puts the parts together; nothing is connected yet. */
export const createEngine = (parts: WatchParts & { readonly logs: DeploymentLogs }): Engine => {
  const watches = new ServerWatches(parts);
  const leases = new ServerLeases(parts);
  return {
    parts: { ...parts, watches, leases },
    run: runDeployment,
    plan: planDeployment,
    runtime: currentRuntime,
    start: startService,
    stop: stopService,
    restart: restartEverything,
    scale: scaleTo,
    logs: followServiceLogs,
    remove: removeService,
    removeOrphans,
    async close() {
      await leases.close();
      await watches.close();
    },
  };
};
