import type { SwarmService } from '../../remote/docker/services.ts';
import type { SwarmTask } from '../../remote/docker/tasks.ts';
import { label } from './desired-service.ts';
import { isOldUnderWay } from './stopped-first.ts';

/** How a deployment stands, judged from one look at its server. */
export type Verdict =
  /** Tasks are on their way, or soak. `isSteady` = all of them run; who counts the soak time starts there. */
  | { readonly kind: 'waiting'; readonly isSteady: boolean; readonly hint?: string | undefined }
  | { readonly kind: 'succeeded' }
  /** A task of the new version failed and nothing goes back by itself. */
  | { readonly kind: 'failed'; readonly task: SwarmTask | undefined; readonly why: string }
  /** Swarm is on its way back to the old version. */
  | { readonly kind: 'rolling-back'; readonly task: SwarmTask | undefined }
  | { readonly kind: 'rolled-back'; readonly task: SwarmTask | undefined }
  /** The way back failed as well. */
  | { readonly kind: 'stuck'; readonly task: SwarmTask | undefined; readonly why: string }
  | { readonly kind: 'gone' }
  /** Somebody else deployed over it. */
  | { readonly kind: 'replaced' };

/** One look at a service and all its tasks, newest first. */
export interface Look {
  readonly service: SwarmService | null;
  readonly tasks: readonly SwarmTask[];
}

const failureStates = new Set(['failed', 'rejected', 'complete', 'orphaned']);

const isOf = (deploymentId: string) => (task: SwarmTask) =>
  task.containerLabels[label.deployment] === deploymentId;

/** The earliest task of the deployment that ended although it should run. */
export const failedTask = (deploymentId: string, tasks: readonly SwarmTask[]): SwarmTask | undefined =>
  tasks.findLast((task) => isOf(deploymentId)(task) && failureStates.has(task.state));

/** Why a task that cannot be placed waits, such as a lack of memory; Swarm would wait for ever. */
export const pendingReason = (deploymentId: string, tasks: readonly SwarmTask[]): string | undefined =>
  tasks.find((task) => isOf(deploymentId)(task) && task.state === 'pending' && task.error)?.error;

/**
 * Judges a deployment. Swarm's `update.state` is the truth about an update (the CLI's "converged" is not:
 * it also follows an automatic rollback); a first deployment has none, there the tasks decide. Where the old
 * version was stopped first, nothing serves once the new one failed: that is the verdict at once, since Swarm may
 * take a minute to turn back.
 */
export const judge = (
  deploymentId: string,
  { service, tasks }: Look,
  order: 'start-first' | 'stop-first' = 'start-first',
): Verdict => {
  const task = failedTask(deploymentId, tasks);
  if (!service) return { kind: 'gone' };
  const { state, message } = service.update;
  const isOurs = service.labels[label.deployment] === deploymentId;
  if (state === 'rollback_completed' && !isOurs) {
    return isStillThere(deploymentId, tasks) ? { kind: 'rolling-back', task } : { kind: 'rolled-back', task };
  }
  if (state === 'rollback_started') {
    const isLeftToSwarm = order === 'start-first' || isOldUnderWay(deploymentId, tasks);
    return isLeftToSwarm
      ? { kind: 'rolling-back', task }
      : { kind: 'failed', task, why: 'The new version failed.' };
  }
  if (state === 'rollback_paused') return { kind: 'stuck', task, why: message };
  if (!isOurs) return { kind: 'replaced' };
  if (state === 'paused') return { kind: 'failed', task, why: message };
  if (state === 'completed')
    return allRun(deploymentId, service, tasks) ? { kind: 'succeeded' } : failure(task);
  // during an update Swarm itself turns back; without one a failed task is the verdict
  if (state === 'updating' && order === 'start-first') return waiting(deploymentId, service, tasks);
  return task ? failure(task) : waiting(deploymentId, service, tasks);
};

/** Whether a task of the deployment runs, or may be about to: Swarm starts spare ones while it turns back. */
export const isStillThere = (deploymentId: string, tasks: readonly SwarmTask[]): boolean =>
  tasks.some((task) => isOf(deploymentId)(task) && (task.state === 'running' || task.state === 'starting'));

/** Whether an old task was stopped for a new one, so that the old version had to be started again. */
export const wasReplaced = (deploymentId: string, tasks: readonly SwarmTask[]): boolean => {
  const slots = Map.groupBy(tasks, ({ slot }) => slot).values();
  return slots.some((slot) => {
    const firstNew = slot.findLast(isOf(deploymentId));
    if (!firstNew) return false;
    return !slot.some((task) => task.createdAt < firstNew.createdAt && task.state === 'running');
  });
};

const failure = (task: SwarmTask | undefined): Verdict =>
  task ? { kind: 'failed', task, why: '' } : { kind: 'waiting', isSteady: false };

const allRun = (deploymentId: string, service: SwarmService, tasks: readonly SwarmTask[]): boolean => {
  const wanted = service.replicas ?? 0;
  const running = tasks.filter(
    (task) => isOf(deploymentId)(task) && task.state === 'running' && task.desiredState === 'running',
  );
  return running.length >= wanted;
};

const waiting = (deploymentId: string, service: SwarmService, tasks: readonly SwarmTask[]): Verdict => ({
  kind: 'waiting',
  // an update is steady by Swarm's own word only; a first deployment when all its tasks run
  isSteady: service.update.state !== 'updating' && allRun(deploymentId, service, tasks),
  hint: pendingReason(deploymentId, tasks),
});
