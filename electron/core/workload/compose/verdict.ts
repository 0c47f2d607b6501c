import type { JobStatus } from '../../remote/jobs/status.ts';
import { hasEnded } from '../../remote/jobs/status.ts';
import type { Replica, Verdict } from '../runtime/standing.ts';
import type { PartContainer } from './part-container.ts';

/** Somebody else's release was there when this one was to take its place. */
const replacedCode = 75;

/** The exit code that Docker tells of a container in words; undefined while it runs. */
export function exitCodeOf({ status }: Pick<PartContainer, 'status'>): number | undefined {
  const code = /^(?:Exited|Restarting) \((\d+)\)/.exec(status)?.[1];
  return code === undefined ? undefined : Number(code);
}

/** One that ended well and is not to run on, such as a migration. */
export const isCompleted = (container: PartContainer): boolean =>
  container.state === 'exited' && exitCodeOf(container) === 0;

const isBroken = (container: PartContainer): boolean =>
  container.health === 'unhealthy' ||
  container.state === 'restarting' ||
  container.state === 'dead' ||
  (container.state === 'exited' && !isCompleted(container));

/** A container as a deployment tells of it. */
export const replicaOf = (container: PartContainer, index: number): Replica => ({
  slot: index + 1,
  name: container.part,
  state: container.health === 'unhealthy' ? 'unhealthy' : container.state,
  message: container.status,
  error: isBroken(container) ? container.status : undefined,
  exitCode: exitCodeOf(container),
  containerId: container.id,
});

/** Judges a release by the job that puts it there, and by its containers. */
export function judge(
  job: JobStatus,
  containers: readonly PartContainer[],
  words: readonly string[],
): Verdict {
  if (job.state === 'absent') return { kind: 'gone' };
  if (!hasEnded(job)) return { kind: 'waiting', isSteady: false };
  const broken = containers.findIndex(isBroken);
  const found = containers[broken];
  const task = found && replicaOf(found, broken);
  if (job.state === 'exited' && job.exitCode === replacedCode) return { kind: 'replaced' };
  if (job.state !== 'exited' || job.exitCode !== 0) {
    const said = words.length > 0 ? `: ${words.join(' · ')}` : '.';
    const why =
      job.state === 'exited' ? `docker compose failed${said}` : 'The server lost the start, as by a restart.';
    return { kind: 'failed', task, why };
  }
  if (found) return { kind: 'failed', task, why: `${found.part} is not well: ${found.status}.` };
  const isSteady =
    containers.length > 0 &&
    containers.every((each) => isCompleted(each) || (each.state === 'running' && each.health !== 'starting'));
  return { kind: 'waiting', isSteady };
}
