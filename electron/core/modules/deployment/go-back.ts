import { listContainers } from '../../remote/docker/containers.ts';
import { inspectService, removeService, rollbackService } from '../../remote/docker/services.ts';
import { label } from './desired-service.ts';
import { oldVersionText } from './failure-text.ts';
import { lookUntil } from './look.ts';
import type { Run } from './run-context.ts';
import { isStillThere } from './verdict.ts';

/** How going back ended; `text` says what runs now. */
export interface WentBack {
  readonly isRestored: boolean;
  readonly text: string;
}

const patienceMs = 10 * 60_000;
const stuckText = 'Going back to the old version did not finish: look at the service on its server.';

const removeFirst = async (run: Run, swarmId: string): Promise<WentBack> => {
  await run.persist(
    'removing what was started',
    () => run.docker((docker) => removeService(docker, swarmId)),
    run.signals.close,
  );
  await lookUntil(run, swarmId, deadline(run), async () => {
    const containers = await run.docker((docker) =>
      listContainers(docker, { labels: { [label.deployment]: run.id } }),
    );
    return containers.length === 0 ? true : undefined;
  });
  return { isRestored: false, text: oldVersionText.none };
};

const deadline = (run: Run): AbortSignal =>
  AbortSignal.any([run.signals.close, AbortSignal.timeout(patienceMs)]);

const restore = async (run: Run, swarmId: string): Promise<WentBack> => {
  await run.persist(
    'going back to the old version',
    () =>
      run.docker(async (docker) => {
        const service = await inspectService(docker, swarmId);
        // after a crash, or when Swarm was faster, it is on its way already
        if (service?.labels[label.deployment] === run.id) await rollbackService(docker, swarmId);
      }),
    run.signals.close,
  );
  const isRestored = await lookUntil(run, swarmId, deadline(run), ({ service, tasks }) => {
    if (!service || service.update.state === 'rollback_paused') return false;
    if (service.labels[label.deployment] === run.id) return undefined;
    const oursLeft = isStillThere(run.id, tasks);
    const isDone = service.update.state === 'rollback_completed' || service.update.state === 'none';
    return isDone && !oursLeft ? true : undefined;
  });
  return isRestored
    ? { isRestored: true, text: oldVersionText.serving }
    : { isRestored: false, text: stuckText };
};

/**
 * Undoes what a deployment did to its server: the old version comes back, or, where there was none, what was
 * started is removed. Waits until it is so; can be done again after a crash.
 */
export const goBack = (run: Run, swarmId: string, isFirst: boolean): Promise<WentBack> =>
  isFirst ? removeFirst(run, swarmId) : restore(run, swarmId);
