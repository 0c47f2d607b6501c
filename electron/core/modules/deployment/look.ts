import { isAppError } from '#shared/model/errors.ts';
import { Latch } from '../../events/latch.ts';
import type { DockerClient } from '../../remote/docker/client.ts';
import { inspectService } from '../../remote/docker/services.ts';
import { listTasks } from '../../remote/docker/tasks.ts';
import { type Look, label } from '../../workload/index.ts';
import type { DeploymentRun } from './deployment-run.ts';

/** Rejected and pending tasks make no event of Docker's, so that it is looked at once a second as well. */
const watchdogMs = 1_000;
/** Swarm's tasks follow Docker's events by up to 100 ms. */
const settleMs = 110;
const settlePeriodMs = 300;

const lookAt = async (docker: DockerClient, swarmId: string): Promise<Look> => {
  const [service, tasks] = await Promise.all([
    inspectService(docker, swarmId),
    listTasks(docker, { service: swarmId }).catch((error: unknown) => {
      // a service that is gone has no tasks to list
      if (isAppError(error, 'REMOTE_FAILED') || isAppError(error, 'NOT_FOUND')) return [];
      throw error;
    }),
  ]);
  return { service, tasks };
};

/**
 * Looks at a service again whenever Docker says that something of it changed, until `decide` answers
 * something; lost connections are waited for. `waitMs` may ask for an earlier look, as for a soak time.
 */
export const lookUntil = async <T>(
  run: DeploymentRun,
  swarmId: string,
  signal: AbortSignal,
  decide: (look: Look) => Promise<T | undefined> | T | undefined,
  waitMs: () => number = () => watchdogMs,
): Promise<T | undefined> => {
  const news = new Latch();
  let lastEventAt = 0;
  const hold = run.parts.watches.hold(run.serverId);
  const stop = hold.watch.subscribe((event) => {
    const isOurs =
      event === null ||
      event.type === 'open' ||
      event.id === swarmId ||
      event.attributes[label.service] === run.service.id;
    if (!isOurs) return;
    lastEventAt = performance.now();
    news.open();
  });
  try {
    while (!signal.aborted) {
      const look = await run.persist(
        'looking at the service',
        () => run.docker((docker) => lookAt(docker, swarmId), signal),
        signal,
      );
      const decided = await decide(look);
      if (decided !== undefined) return decided;
      const isSettling = performance.now() - lastEventAt < settlePeriodMs;
      await news.wait(Math.max(1, Math.min(isSettling ? settleMs : watchdogMs, waitMs())), signal);
    }
    return undefined;
  } finally {
    stop();
    hold.release();
  }
};
