import type { Deployment } from '#shared/contract/deployment.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import { type DeploymentState, isFinal } from '#shared/model/deployment.ts';
import type { NodeState } from '#shared/model/nodes.ts';

const labels: Readonly<Record<DeploymentState, string>> = {
  queued: 'Queued',
  planning: 'Planning',
  fetching: 'Fetching',
  building: 'Building',
  pulling: 'Pulling',
  starting: 'Starting',
  verifying: 'Verifying',
  draining: 'Draining',
  succeeded: 'Succeeded',
  failed: 'Failed',
  'rolled-back': 'Failed, old version back',
  cancelled: 'Cancelled',
  superseded: 'Superseded',
  interrupted: 'Interrupted',
};

export const deploymentLabel = (state: DeploymentState): string => labels[state];

/** The dot of a deployment. */
export const deploymentDot = (state: DeploymentState): NodeState => {
  if (state === 'succeeded') return 'running';
  if (state === 'failed' || state === 'rolled-back') return 'failed';
  if (state === 'cancelled' || state === 'superseded') return 'stopped';
  return state === 'interrupted' ? 'degraded' : 'deploying';
};

/** How long it took, or has taken so far. */
export const durationMs = ({ startedAt, endedAt, queuedAt }: Deployment, now: number): number =>
  (endedAt ? Date.parse(endedAt) : now) - Date.parse(startedAt ?? queuedAt);

export const shortDigest = (digest: string | null): string =>
  digest ? digest.replace(/^sha256:/, '').slice(0, 12) : '';

/** What ran, in a few characters. */
export const whatRan = ({ spec, commit, imageReference, imageDigest }: Deployment): string => {
  const { image, repository, ref } = specFacts(spec);
  if (repository !== null) return [ref, commit?.slice(0, 8)].filter(Boolean).join(' ');
  return [imageReference?.split('@')[0] ?? image, shortDigest(imageDigest)].filter(Boolean).join(' ');
};

/** Whether it can be gone back to: it has an image, and is over. */
export const canReturnTo = ({ state, imageId, imageDigest }: Deployment): boolean =>
  isFinal(state) && (imageId !== null || imageDigest !== null) && state === 'succeeded';

export type StageState = 'done' | 'active' | 'failed' | 'waiting' | 'skipped';

export interface Stage {
  readonly name: DeploymentState;
  readonly state: StageState;
  readonly startedAt: number | undefined;
  readonly durationMs: number | undefined;
}

/** Only what is behind a proxy is drained, which is seen when it is. */
const stagesOf = ({ spec, state }: Deployment): readonly DeploymentState[] => [
  'queued',
  'planning',
  ...(specFacts(spec).repository !== null ? (['fetching', 'building'] as const) : (['pulling'] as const)),
  'starting',
  'verifying',
  ...(state === 'draining' ? (['draining'] as const) : []),
];

/** When each stage began, as its log tells; a stage that never spoke is absent. */
export type StageTimes = ReadonlyMap<string, number>;

const stateOf = (
  deployment: Deployment,
  isBefore: boolean,
  isReached: boolean,
  isLast: boolean,
): StageState => {
  const { state } = deployment;
  if (state === 'succeeded') return 'done';
  if (isBefore) return 'done';
  if (!isReached) return isFinal(state) ? 'skipped' : 'waiting';
  if (!isLast) return 'done';
  if (state === 'failed' || state === 'rolled-back') return 'failed';
  return isFinal(state) ? 'skipped' : 'active';
};

/** The pipeline of a deployment: which stages are over, which one runs, where it failed, and how long each took. */
export const stages = (deployment: Deployment, times: StageTimes, now: number): Stage[] => {
  const names = stagesOf(deployment);
  const live = names.indexOf(deployment.state);
  const heard = names.findLastIndex((name) => times.has(name));
  const reached = live >= 0 ? live : Math.max(heard, deployment.startedAt ? 1 : 0);
  const end = deployment.endedAt ? Date.parse(deployment.endedAt) : now;
  const began = names.map((name) => (name === 'queued' ? Date.parse(deployment.queuedAt) : times.get(name)));
  return names.map((name, index) => {
    const startedAt = began[index];
    const next = began.slice(index + 1).find((at) => at !== undefined) ?? end;
    const isReached = index <= reached;
    return {
      name,
      state: stateOf(deployment, index < reached, isReached, index === reached),
      startedAt,
      durationMs: startedAt !== undefined && isReached ? Math.max(0, next - startedAt) : undefined,
    };
  });
};
