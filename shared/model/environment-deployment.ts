/** What happens to what a deployment of an environment changed where a later service of it fails. */
export const onFailures = ['keep', 'roll-back'] as const;
export type OnFailure = (typeof onFailures)[number];

/** What is done with one service of it: `stop` where it goes back to nothing. */
export const environmentActions = ['deploy', 'up-to-date', 'roll-back', 'stop'] as const;
export type EnvironmentAction = (typeof environmentActions)[number];

/** The states of a deployment of an environment; the last five are final. */
export const environmentDeploymentStates = [
  'queued',
  'running',
  'interrupted',
  'succeeded',
  'failed',
  'rolled-back',
  'cancelled',
  'superseded',
] as const;
export type EnvironmentDeploymentState = (typeof environmentDeploymentStates)[number];

const openStates: ReadonlySet<EnvironmentDeploymentState> = new Set(['queued', 'running', 'interrupted']);

/** Whether nothing more will happen to any of its services by it. */
export const hasEnded = (state: EnvironmentDeploymentState): boolean => !openStates.has(state);

/** How one service of it stands; `stopped` ran nothing before, `not-started` never had its turn. */
export const orderedStates = [
  'waiting',
  'deploying',
  'rolling-back',
  'up-to-date',
  'succeeded',
  'failed',
  'cancelled',
  'rolled-back',
  'stopped',
  'not-started',
] as const;
export type OrderedState = (typeof orderedStates)[number];
