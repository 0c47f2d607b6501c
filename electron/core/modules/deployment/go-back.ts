import type { DockerClient } from '../../remote/docker/client.ts';
import { listContainers } from '../../remote/docker/containers.ts';
import {
  inspectService,
  removeService,
  rollbackService,
  type SwarmService,
} from '../../remote/docker/services.ts';
import { listTasks, type SwarmTask } from '../../remote/docker/tasks.ts';
import { bringBack, isOldUnderWay, isStillThere, label, orderOf } from '../../workload/index.ts';
import type { DeploymentRun } from './deployment-run.ts';
import { oldVersionText } from './failure-text.ts';
import { lookUntil } from './look.ts';

/** How going back ended; `text` says what runs now. */
export interface WentBack {
  readonly isRestored: boolean;
  readonly text: string;
}

const patienceMs = 10 * 60_000;
const stuckText = 'Going back to the old version did not finish: look at the service on its server.';

const removeFirst = async (run: DeploymentRun, swarmId: string): Promise<WentBack> => {
  await run.persist(
    'removing what was started',
    () => run.docker((docker) => removeService(docker, swarmId)),
    run.closing,
  );
  await lookUntil(run, swarmId, deadline(run), async () => {
    const containers = await run.docker((docker) =>
      listContainers(docker, { labels: { [label.deployment]: run.id } }),
    );
    return containers.length === 0 ? true : undefined;
  });
  return { isRestored: false, text: oldVersionText.none };
};

const deadline = (run: DeploymentRun): AbortSignal =>
  AbortSignal.any([run.closing, AbortSignal.timeout(patienceMs)]);

/** A version that failed has nothing to finish; one that is cancelled may have. */
const stopSeconds = { failed: 1, cancelled: 10 } as const;

export type Cause = keyof typeof stopSeconds;

const isStopFirst = (run: DeploymentRun): boolean => orderOf(run.spec) === 'stop-first';

const turnBack = async (
  run: DeploymentRun,
  docker: DockerClient,
  swarmId: string,
  cause: Cause,
): Promise<void> => {
  if (isStopFirst(run) && !isOldUnderWay(run.id, await listTasks(docker, { service: swarmId }))) {
    await bringBack(docker, { swarmId, deploymentId: run.id, stopSeconds: stopSeconds[cause] });
  }
  const service = await inspectService(docker, swarmId);
  // after a crash, or when Swarm was faster, it is on its way already
  if (service?.labels[label.deployment] === run.id) await rollbackService(docker, swarmId);
};

const isBack = (run: DeploymentRun, service: SwarmService, tasks: readonly SwarmTask[]): boolean => {
  if (isStillThere(run.id, tasks)) return false;
  const { state } = service.update;
  if (!isStopFirst(run)) return state === 'rollback_completed' || state === 'none';
  const running = tasks.filter((task) => task.state === 'running' && task.desiredState === 'running');
  return state !== 'rollback_started' && running.length >= (service.replicas ?? 0);
};

const restore = async (run: DeploymentRun, swarmId: string, cause: Cause): Promise<WentBack> => {
  await run.persist(
    'going back to the old version',
    () => run.docker((docker) => turnBack(run, docker, swarmId, cause)),
    run.closing,
  );
  const isRestored = await lookUntil(run, swarmId, deadline(run), ({ service, tasks }) => {
    if (!service || service.update.state === 'rollback_paused') return false;
    if (service.labels[label.deployment] === run.id) return undefined;
    return isBack(run, service, tasks) || undefined;
  });
  if (!isRestored) return { isRestored: false, text: stuckText };
  return { isRestored: true, text: isStopFirst(run) ? oldVersionText.restored : oldVersionText.serving };
};

/**
 * Undoes what a deployment did to its server: the old version comes back, or, where there was none, what was
 * started is removed. Waits until it is so; can be done again after a crash.
 */
export function goBack(
  run: DeploymentRun,
  what: { readonly swarmId: string; readonly isFirst: boolean; readonly cause: Cause },
): Promise<WentBack> {
  const { swarmId, isFirst, cause } = what;
  return isFirst ? removeFirst(run, swarmId) : restore(run, swarmId, cause);
}
