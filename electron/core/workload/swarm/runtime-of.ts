import type { Task } from '#shared/contract/service.ts';
import type { NodeState } from '#shared/model/nodes.ts';
import type { ContainerSummary } from '../../remote/docker/containers.ts';
import type { SwarmService } from '../../remote/docker/services.ts';
import type { SwarmTask } from '../../remote/docker/tasks.ts';
import { type ContainerNews, nothingSeen, type Seen } from '../runtime/sight.ts';

const ended = new Set(['complete', 'failed', 'rejected', 'shutdown', 'orphaned', 'remove']);
const failures = new Set(['failed', 'rejected']);
const shownTasks = 200;

const healthOf = (text: string | undefined): Task['health'] =>
  text === 'healthy' || text === 'unhealthy' || text === 'starting' ? text : 'none';

const toTask = (
  task: SwarmTask,
  container: ContainerSummary | undefined,
  news: ContainerNews | undefined,
): Task => {
  const hasEnded = news?.exitCode !== undefined && !ended.has(task.state);
  return {
    id: task.id,
    containerId: task.containerId ?? null,
    slot: task.slot,
    state: hasEnded ? (news.exitCode === 0 ? 'complete' : 'failed') : task.state,
    health: news?.health ?? healthOf(container?.health),
    image: task.image,
    error: task.error ?? null,
    exitCode: news?.exitCode ?? (ended.has(task.state) ? (task.exitCode ?? null) : null),
    at: task.stateAt.replace(/\.(\d{3})\d*Z$/, '.$1Z'),
  };
};

const isUp = (task: Task): boolean =>
  task.state === 'running' && (task.health === 'none' || task.health === 'healthy');

const stateOf = (desired: number, healthy: number, newest: readonly Task[]): NodeState => {
  if (desired === 0) return 'stopped';
  if (healthy >= desired) return 'running';
  if (healthy > 0) return 'degraded';
  const hasFailed = newest.some((task) => failures.has(task.state) || task.state === 'complete');
  return hasFailed ? 'failed' : 'degraded';
};

const unplaced = new Set(['new', 'pending']);

/** Swarm keeps a task that was given up before it had a place for ever, as if it still waited for one. */
const isGivenUp = ({ state, desiredState }: SwarmTask): boolean =>
  unplaced.has(state) && (desiredState === 'shutdown' || desiredState === 'remove');

/** Of each slot the newest task, whatever is not over yet, and the last failure. */
const worthShowing = (tasks: readonly SwarmTask[]): SwarmTask[] =>
  [
    ...Map.groupBy(
      tasks.filter((task) => !isGivenUp(task)),
      ({ slot }) => slot,
    ).values(),
  ].flatMap((slot) => {
    const lastFailure = slot.find(({ state }) => failures.has(state));
    return slot.filter((task, index) => index === 0 || !ended.has(task.state) || task === lastFailure);
  });

/** What runs of a service, from what Docker tells of it; `tasks` newest first. */
export const runtimeOf = (
  service: SwarmService | null,
  tasks: readonly SwarmTask[],
  containers: readonly ContainerSummary[],
  news: ReadonlyMap<string, ContainerNews> = new Map(),
): Seen => {
  if (!service) return nothingSeen;
  const byId = new Map(containers.map((container) => [container.id, container]));
  const shown = worthShowing(tasks)
    .slice(0, shownTasks)
    .sort((a, b) => a.slot - b.slot)
    .map((task) => toTask(task, byId.get(task.containerId ?? ''), news.get(task.containerId ?? '')));
  const desiredReplicas = service.replicas ?? 0;
  const newest = [...Map.groupBy(shown, ({ slot }) => slot).values()].flatMap(([task]) => task ?? []);
  const healthyReplicas = shown.filter(isUp).length;
  return {
    state: stateOf(desiredReplicas, healthyReplicas, newest),
    desiredReplicas,
    healthyReplicas,
    tasks: shown,
  };
};
