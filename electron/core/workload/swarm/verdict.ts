import type { SwarmService } from '../../remote/docker/services.ts';
import type { SwarmTask } from '../../remote/docker/tasks.ts';
import type { UpdateOrder } from '../desired/desired.ts';
import { label } from '../runtime/labels.ts';
import type { Verdict } from '../runtime/standing.ts';
import { isOldUnderWay } from './stopped-first.ts';

/** One look at a service and all its tasks, newest first. */
export interface Look {
  readonly service: SwarmService | null;
  readonly tasks: readonly SwarmTask[];
  /** Ids of the containers whose health check failed, and which run. */
  readonly unhealthy?: ReadonlySet<string>;
}

const failureStates = new Set(['failed', 'rejected', 'complete', 'orphaned']);

/** Whether a task belongs to a deployment. */
export const isOf = (deploymentId: string) => (task: SwarmTask) =>
  task.containerLabels[label.deployment] === deploymentId;

/** The earliest task of the deployment that ended although it should run. */
export const failedTask = (deploymentId: string, tasks: readonly SwarmTask[]): SwarmTask | undefined =>
  tasks.findLast((task) => isOf(deploymentId)(task) && failureStates.has(task.state));

/** The earliest one that serves no more: Swarm takes two seconds before it so much as asks an unhealthy one to end. */
const brokenTask = (deploymentId: string, { tasks, unhealthy }: Look): SwarmTask | undefined =>
  failedTask(deploymentId, tasks) ??
  tasks.findLast((task) => isOf(deploymentId)(task) && unhealthy?.has(task.containerId ?? '') === true);

/** Why a task that cannot be placed waits, such as a lack of memory; Swarm would wait for ever. */
export const pendingReason = (deploymentId: string, tasks: readonly SwarmTask[]): string | undefined =>
  tasks.find((task) => isOf(deploymentId)(task) && task.state === 'pending' && task.error)?.error;

/**
 * Judges a deployment. Swarm's `update.state` is the truth about an update (the CLI's "converged" is not:
 * it also follows an automatic rollback); a first deployment has none, there the tasks decide. Where the old
 * version was stopped first, nothing serves once the new one failed: that is the verdict at once, since Swarm may
 * take a minute to turn back, and calls it complete before anything of the old version runs.
 */
export const judge = (deploymentId: string, look: Look, order: UpdateOrder = 'start-first'): Verdict => {
  const { service, tasks } = look;
  const task = order === 'stop-first' ? brokenTask(deploymentId, look) : failedTask(deploymentId, tasks);
  if (!service) return { kind: 'gone' };
  const { state, message } = service.update;
  const isOurs = service.labels[label.deployment] === deploymentId;
  if (state === 'rollback_completed' && !isOurs) {
    const isBack =
      !isStillThere(deploymentId, tasks) && (order === 'start-first' || runsWhole(service, tasks));
    return { kind: isBack ? 'rolled-back' : 'rolling-back', task };
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

/** Whether as many tasks run as the service is to have. */
export const runsWhole = ({ replicas = 0 }: SwarmService, tasks: readonly SwarmTask[]): boolean =>
  tasks.filter((task) => task.state === 'running' && task.desiredState === 'running').length >= replicas;

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
