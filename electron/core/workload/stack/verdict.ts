import type { SwarmTask } from '../../remote/docker/tasks.ts';
import type { JobStatus } from '../../remote/jobs/status.ts';
import { hasEnded } from '../../remote/jobs/status.ts';
import { label } from '../runtime/labels.ts';
import type { Replica, Standing, Verdict, WayBack } from '../runtime/standing.ts';
import { isCurrent, type StackPart } from './services.ts';

/** Somebody else's release was there when this one was to take its place. */
const replacedCode = 75;

/** So often a task of a first start may fail in its place: parts start at once, and some wait for others by failing. */
const mostFailures = 3;

/** The job that puts a release there, with what it said last. */
interface Putting {
  readonly job: JobStatus;
  readonly words: readonly string[];
}

/** Judges a release by the job that gives it to Swarm, and by what Swarm makes of each part. */
export function judgeStack(
  deploymentId: string,
  { job, words }: Putting,
  parts: readonly StackPart[],
): Verdict {
  if (job.state === 'absent') return { kind: 'gone' };
  if (!hasEnded(job)) return { kind: 'waiting', isSteady: false };
  if (job.state === 'exited' && job.exitCode === replacedCode) return { kind: 'replaced' };
  if (job.state !== 'exited') return failed(undefined, 'The server lost the start, as by a restart.');
  if (job.exitCode !== 0)
    return failed(
      undefined,
      `docker stack deploy failed${words.length > 0 ? `: ${words.join(' · ')}` : '.'}`,
    );
  if (parts.length === 0) return { kind: 'gone' };
  for (const part of parts) {
    const verdict = failureOf(part, deploymentId);
    if (verdict) return verdict;
  }
  const hint = parts.flatMap((each) => pendingReason(each) ?? [])[0];
  return { kind: 'waiting', isSteady: parts.every(isSettled), hint };
}

/** A release with the tasks that are of it. */
export function standingOfStack(
  deploymentId: string,
  putting: Putting,
  parts: readonly StackPart[],
): Standing {
  const replicas = parts.flatMap((each) =>
    each.tasks
      .filter((task) => isCurrent(each, task) && task.desiredState === 'running')
      .toSorted((a, b) => a.slot - b.slot)
      .map((task) => replicaOf(each, task)),
  );
  return { verdict: judgeStack(deploymentId, putting, parts), replicas, wasReplaced: false };
}

/** How far a way back is, once its job gave Swarm the version of before. */
export function wayBackOf(parts: readonly StackPart[]): WayBack {
  if (parts.some(({ service }) => /paused$/.test(service.update.state))) return 'stuck';
  return parts.length > 0 && parts.every(isSettled) ? 'back' : 'under-way';
}

/** A task of a part as a deployment tells of it. */
export const replicaOf = ({ part }: StackPart, task: SwarmTask): Replica => ({
  slot: task.slot,
  name: part,
  state: task.state,
  message: task.message,
  error: task.error,
  exitCode: task.exitCode,
  containerId: task.containerId,
});

function failureOf(part: StackPart, deploymentId: string): Verdict | undefined {
  const { service, tasks } = part;
  const { state, message } = service.update;
  const failures = tasks.filter(({ state: end }) => end === 'failed' || end === 'rejected');
  // Swarm puts the labels of before back with everything else
  if (state.startsWith('rollback'))
    return failed(taskOf(part, failures[0]), `Swarm took “${part.part}” back.`);
  if (service.labels[label.deployment] !== deploymentId) return { kind: 'replaced' };
  const own = failures.filter((task) => isCurrent(part, task));
  if (state === 'paused') return failed(taskOf(part, own[0]), message);
  if (state === 'updating') return undefined;
  const bySlot = [...Map.groupBy(own, ({ slot, nodeId }) => slot || nodeId).values()];
  const worst = bySlot.find((each) => each.length >= mostFailures || isGivenUp(part, each[0]));
  return worst && failed(taskOf(part, worst[0]), `“${part.part}” does not stay up.`);
}

/** Nothing follows a task that failed, as where its restart policy has none. */
function isGivenUp({ tasks }: StackPart, failure: SwarmTask | undefined): boolean {
  if (failure?.desiredState !== 'shutdown') return false;
  const newest = tasks.find(
    ({ slot, nodeId }) => slot === failure.slot && (slot > 0 || nodeId === failure.nodeId),
  );
  return newest === failure;
}

const failed = (task: Replica | undefined, why: string): Verdict => ({ kind: 'failed', task, why });

const taskOf = (part: StackPart, task: SwarmTask | undefined): Replica | undefined =>
  task && replicaOf(part, task);

/** Whether a part runs as it is to, or ended well as it is to. */
function isSettled(part: StackPart): boolean {
  const { service, tasks } = part;
  if (service.update.state === 'updating' || service.update.state === 'rollback_started') return false;
  const current = tasks.filter((task) => isCurrent(part, task));
  const running = current.filter((task) => task.state === 'running' && task.desiredState === 'running');
  const done = current.filter(({ state }) => state === 'complete');
  const isComing = tasks.some((task) => task.desiredState === 'running' && task.state !== 'running');
  if (service.replicas === undefined) return !isComing && running.length + done.length > 0;
  return (
    running.length >= service.replicas || (!isComing && running.length + done.length >= service.replicas)
  );
}

const pendingReason = (part: StackPart): string | undefined =>
  part.tasks.find((task) => isCurrent(part, task) && task.state === 'pending' && task.error)?.error;
