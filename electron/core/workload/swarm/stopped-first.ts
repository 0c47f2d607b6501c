import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '#shared/model/errors.ts';
import type { DockerClient } from '../../remote/docker/client.ts';
import { listContainers, stopContainer } from '../../remote/docker/containers.ts';
import { overNewest } from '../../remote/docker/over-newest.ts';
import { inspectService, type SwarmService, writeSpec } from '../../remote/docker/services.ts';
import { listTasks, type SwarmTask } from '../../remote/docker/tasks.ts';
import { label as common } from '../runtime/labels.ts';

/** Swarm's own: on a service that was stopped so that its old version can come back, the replicas it then gets. */
const label = { ...common, comesBack: 'quayside.comes-back' } as const;

type RawSpec = Record<string, unknown>;

const specSchema = z.looseObject({
  Labels: z.record(z.string(), z.string()).nullish(),
  Mode: z.looseObject({ Replicated: z.looseObject({ Replicas: z.number().default(0) }) }),
});

/** Where Swarm stands while it goes back by itself; a spec that we wrote leaves no state. */
const unfinished: ReadonlySet<string> = new Set(['rollback_started', 'rollback_paused']);

const withReplicas = (
  spec: RawSpec,
  replicas: number,
  labels: Readonly<Record<string, string>>,
): RawSpec => ({
  ...spec,
  Labels: labels,
  Mode: { Replicated: { Replicas: replicas } },
});

/**
 * The old version's spec with nothing running, and with the replicas it had in a label, so that any driver can
 * finish what this one began. Null where Swarm does not have the old version any more, or it came back already.
 */
export function stoppedSpec(
  service: Pick<SwarmService, 'labels' | 'spec' | 'previousSpec' | 'update'>,
  deploymentId: string,
): RawSpec | null {
  const isOnItsWay = service.labels[label.deployment] !== deploymentId;
  if (isOnItsWay && !unfinished.has(service.update.state)) return null;
  const old = isOnItsWay ? service.spec : service.previousSpec;
  const read = specSchema.safeParse(old);
  if (!old || !read.success) return null;
  const labels = read.data.Labels ?? {};
  if (labels[label.deployment] === undefined || labels[label.deployment] === deploymentId) return null;
  const replicas = labels[label.comesBack] ?? String(read.data.Mode.Replicated.Replicas);
  return withReplicas(old, 0, { ...labels, [label.comesBack]: replicas });
}

/** The spec of a stopped service with its replicas again; null where it was not stopped, or runs again. */
export function startedSpec(service: Pick<SwarmService, 'labels' | 'spec'>): RawSpec | null {
  const { [label.comesBack]: replicas, ...labels } = service.labels;
  return replicas === undefined ? null : withReplicas(service.spec, Number(replicas) || 0, labels);
}

const over: ReadonlySet<string> = new Set([
  'complete',
  'failed',
  'rejected',
  'shutdown',
  'orphaned',
  'remove',
]);

/** Whether a task of the old version serves or has a place where it starts: then it is not to be disturbed. */
export const isOldUnderWay = (deploymentId: string, tasks: readonly SwarmTask[]): boolean =>
  tasks.some(
    ({ containerLabels, state, desiredState }) =>
      containerLabels[label.deployment] !== deploymentId &&
      desiredState === 'running' &&
      state !== 'new' &&
      state !== 'pending' &&
      !over.has(state),
  );

/** Writes what `specOf` makes of the service. */
const rewrite = (
  docker: DockerClient,
  swarmId: string,
  specOf: (service: SwarmService) => RawSpec | null,
): Promise<void> =>
  overNewest(async () => {
    const service = await inspectService(docker, swarmId);
    const spec = service && specOf(service);
    if (service && spec) await writeSpec(docker, service.id, service.version, spec);
  });

/** Swarm, too, ends and removes them, in its own time: one that is gone meanwhile is as good as stopped. */
const stopContainers = async (docker: DockerClient, deploymentId: string, seconds: number): Promise<void> => {
  const containers = await listContainers(docker, { labels: { [label.deployment]: deploymentId } });
  await Promise.all(
    containers.map(({ id }) =>
      stopContainer(docker, id, { timeoutSeconds: seconds }).catch((error: unknown) => {
        if (!(error instanceof AppError) || error.code === 'UNREACHABLE') throw error;
      }),
    ),
  );
};

/** How long Swarm is given to take in what was written; it takes some milliseconds. */
const patienceMs = 1_000;
const lookMs = 20;

/** Waits until the tasks of a service are as Swarm has to make them first; goes on without where it does not. */
const untilTasks = async (
  docker: DockerClient,
  swarmId: string,
  are: (tasks: readonly SwarmTask[]) => boolean,
): Promise<void> => {
  for (const began = performance.now(); performance.now() - began < patienceMs; await delay(lookMs)) {
    if (are(await listTasks(docker, { service: swarmId }))) return;
  }
};

const isUnwanted = ({ desiredState }: SwarmTask): boolean =>
  desiredState === 'shutdown' || desiredState === 'remove';

/** The spec of a stopped service as it is: what Swarm reconciles at no replicas, it forgets the ended tasks of. */
const sameSpec = ({ labels, spec }: SwarmService): RawSpec | null =>
  labels[label.comesBack] === undefined ? null : spec;

/**
 * Brings the old version of a service back whose new one may hold a port of the server: the new one is stopped
 * first, at once, and only then is the old one asked for. Left to itself Swarm waits a minute for a spare task
 * of the new version that found no place and therefore never stops (swarmkit's OldTaskTimeout), and two seconds
 * for one that did (its defaultGossipConvergeDelay); all the while that spare task counts as holding the port. So
 * Swarm is made to forget the tasks, which ended, between the two. Idempotent; does nothing where Swarm no longer
 * has the old version.
 */
export async function bringBack(
  docker: DockerClient,
  target: { readonly swarmId: string; readonly deploymentId: string; readonly stopSeconds: number },
): Promise<void> {
  const { swarmId, deploymentId, stopSeconds } = target;
  await rewrite(docker, swarmId, (service) => stoppedSpec(service, deploymentId));
  await stopContainers(docker, deploymentId, stopSeconds);
  await untilTasks(docker, swarmId, (tasks) => tasks.every(isUnwanted));
  await rewrite(docker, swarmId, sameSpec);
  await untilTasks(docker, swarmId, (tasks) => tasks.length === 0);
  await rewrite(docker, swarmId, startedSpec);
}
