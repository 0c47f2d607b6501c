import type { Task } from '#shared/contract/service.ts';
import type { NodeState } from '#shared/model/nodes.ts';
import { label } from '../runtime/labels.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { type ContainerNews, nothingSeen, type Seen, type Sight } from '../runtime/sight.ts';
import { observeStacks } from '../stack/observe.ts';
import type { PartContainer } from './part-container.ts';
import { partContainers } from './project-on-server.ts';
import { exitCodeOf, isCompleted } from './verdict.ts';

/** Reads the containers of one service. */
export const observe: Runtime['observe'] = async (connection, serviceId) =>
  (await observeStacks(connection, serviceId)).get(serviceId) ??
  sightOf(await partContainers(connection, serviceId));

/** Reads those of every service of ours that Compose runs. */
export const observeAll: Runtime['observeAll'] = async (connection) => {
  const [stacks, all] = await Promise.all([observeStacks(connection), partContainers(connection)]);
  const byService = Map.groupBy(all, ({ labels }) => labels['quayside.service'] ?? '');
  const composed = [...byService].map(([id, containers]) => [id, sightOf(containers)] as const);
  return new Map([...composed, ...stacks]);
};

const sightOf = (containers: readonly PartContainer[]): Sight => ({
  engineId: containers[0]?.labels['com.docker.compose.project'] ?? null,
  seen: (news) => seenOf(containers, news),
});

/** What containers come to, with what was heard of them since. */
export function seenOf(containers: readonly PartContainer[], news: ReadonlyMap<string, ContainerNews>): Seen {
  if (containers.length === 0) return nothingSeen;
  const inOrder = containers.toSorted((a, b) => a.part.localeCompare(b.part) || a.number - b.number);
  const lasting = inOrder.filter((each) => !isCompleted(each));
  const tasks = inOrder.map((each, index) => taskOf(each, index, { inOrder, news: news.get(each.id) }));
  const isStopped = inOrder.every((each) => isAtRest(each, news.get(each.id)));
  const healthyReplicas = isStopped ? 0 : tasks.filter(isUp).length;
  const desiredReplicas = isStopped ? 0 : lasting.length;
  return {
    state: stateOf(isStopped, desiredReplicas, healthyReplicas),
    desiredReplicas,
    healthyReplicas,
    tasks,
  };
}

/** Whoever stops a container ends it by a signal; Docker does not tell by whom it was stopped. */
const stopCodes: ReadonlySet<number | undefined> = new Set([0, 130, 137, 143]);
const isAtRest = (each: PartContainer, news: ContainerNews | undefined): boolean =>
  each.state === 'created' ||
  (each.state === 'exited' && stopCodes.has(exitCodeOf(each))) ||
  // Docker tells of an end before its list does
  (each.state === 'running' && news?.exitCode !== undefined && stopCodes.has(news.exitCode));

const isUp = ({ state, health }: Task): boolean =>
  state === 'running' && (health === 'none' || health === 'healthy');

function stateOf(isStopped: boolean, desired: number, healthy: number): NodeState {
  if (isStopped) return 'stopped';
  if (healthy >= desired) return 'running';
  return healthy > 0 ? 'degraded' : 'failed';
}

interface Beside {
  readonly inOrder: readonly PartContainer[];
  readonly news: ContainerNews | undefined;
}

function taskOf(container: PartContainer, index: number, { inOrder, news }: Beside): Task {
  const { id, state, status, image, createdAt } = container;
  const exitCode = news?.exitCode ?? exitCodeOf(container) ?? null;
  const hasEnded = news?.exitCode !== undefined && state === 'running';
  return {
    id,
    containerId: id,
    slot: index + 1,
    part: nameOf(container, inOrder),
    state: hasEnded ? (news.exitCode === 0 ? 'complete' : 'failed') : (stateNames[state] ?? state),
    health: news?.health ?? healthOf(container.health),
    image: container.labels[label.image] ?? image,
    error: state === 'restarting' || (state === 'exited' && exitCode !== 0) ? status : null,
    exitCode,
    at: createdAt,
  };
}

/** The part; counted where there are several of it, since Compose never gives a number twice that is still in use. */
function nameOf({ id, part }: PartContainer, inOrder: readonly PartContainer[]): string {
  const all = inOrder.filter((each) => each.part === part);
  return all.length > 1 ? `${part} ${all.findIndex((each) => each.id === id) + 1}` : part;
}

/** Docker's words in those that replicas have elsewhere. */
const stateNames: Readonly<Record<string, string>> = {
  exited: 'complete',
  created: 'pending',
  dead: 'failed',
};

function healthOf(text: string | undefined): Task['health'] {
  return text === 'healthy' || text === 'unhealthy' || text === 'starting' ? text : 'none';
}
