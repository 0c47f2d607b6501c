import type { EnvironmentDeployment, PlannedService } from '#shared/contract/environment-deployment.ts';
import type { EnvironmentDeploymentState, OrderedState } from '#shared/model/environment-deployment.ts';
import type { NodeState } from '#shared/model/nodes.ts';

interface Shown {
  readonly label: string;
  readonly dot: NodeState;
}

const wholes: Readonly<Record<EnvironmentDeploymentState, Shown>> = {
  queued: { label: 'Queued', dot: 'unknown' },
  running: { label: 'Running', dot: 'deploying' },
  interrupted: { label: 'Interrupted', dot: 'degraded' },
  succeeded: { label: 'Succeeded', dot: 'running' },
  failed: { label: 'Failed', dot: 'failed' },
  'rolled-back': { label: 'Failed, rolled back', dot: 'failed' },
  cancelled: { label: 'Cancelled', dot: 'stopped' },
  superseded: { label: 'Superseded', dot: 'stopped' },
};

const services: Readonly<Record<OrderedState, Shown>> = {
  waiting: { label: 'Waiting', dot: 'unknown' },
  deploying: { label: 'Deploying', dot: 'deploying' },
  'rolling-back': { label: 'Rolling back', dot: 'deploying' },
  'up-to-date': { label: 'Up to date', dot: 'running' },
  succeeded: { label: 'Healthy', dot: 'running' },
  failed: { label: 'Failed', dot: 'failed' },
  cancelled: { label: 'Cancelled', dot: 'stopped' },
  'rolled-back': { label: 'Rolled back', dot: 'degraded' },
  stopped: { label: 'Stopped', dot: 'stopped' },
  'not-started': { label: 'Not started', dot: 'none' },
};

/** How a deployment of an environment stands. */
export const wholeShown = (state: EnvironmentDeploymentState): Shown => wholes[state];

/** How one of its services stands. */
export const serviceShown = (state: OrderedState): Shown => services[state];

/** What it did or does, in a few characters: `Deploy 3`, `Roll back 2`. */
export function whatItDoes({ rollbackOf, services: all }: EnvironmentDeployment): string {
  const count = all.filter(({ state }) => state !== 'up-to-date').length;
  const what = `${count} ${count === 1 ? 'service' : 'services'}`;
  return rollbackOf === null ? `Deploy ${what}` : `Roll back ${what}`;
}

/** Whether all that it changed can go back as one: it is over, and something of it runs. */
export const canRollBack = ({ endedAt, rollbackOf, services: all }: EnvironmentDeployment): boolean => {
  const changed = rollbackOf === null ? 'succeeded' : 'rolled-back';
  return endedAt !== null && all.some(({ state }) => state === changed);
};

/** The services of a plan by level, in order. */
export const levelsOf = <S extends { readonly level: number }>(planned: readonly S[]): S[][] =>
  [...Map.groupBy(planned, ({ level }) => level)].toSorted(([a], [b]) => a - b).map(([, each]) => each);

/** How many would be deployed, and whether anything stands in the way. */
export function sumOf(planned: readonly Pick<PlannedService, 'action'>[]) {
  return {
    deployed: planned.filter(({ action }) => action === 'deploy').length,
    blocked: planned.filter(({ action }) => action === 'blocked').length,
  };
}

/** The plan of an environment in a few words, beside others; and what stands in its way. */
export function wholeWords(
  planned: readonly Pick<PlannedService, 'action' | 'level' | 'name' | 'reasons'>[],
) {
  const { deployed } = sumOf(planned);
  const blocked = planned.find(({ action }) => action === 'blocked');
  const levels = levelsOf(planned.filter(({ action }) => action === 'deploy')).length;
  const steps = levels > 1 ? `, in ${levels} levels` : '';
  const words = `${deployed} of ${planned.length} ${planned.length === 1 ? 'service' : 'services'}${steps}`;
  if (blocked) return { words, blocker: `${blocked.name}: ${blocked.reasons.join(' ')}` };
  return deployed > 0 ? { words } : { words, blocker: 'Nothing differs from what runs.' };
}
