/** The states of a deployment in the order they are passed; the last six are final. */
export const deploymentStates = [
  'queued',
  'planning',
  'fetching',
  'building',
  'pulling',
  'starting',
  'verifying',
  'draining',
  'succeeded',
  'failed',
  'rolled-back',
  'cancelled',
  'superseded',
  'interrupted',
] as const;

export type DeploymentState = (typeof deploymentStates)[number];

const finalStates: ReadonlySet<DeploymentState> = new Set([
  'succeeded',
  'failed',
  'rolled-back',
  'cancelled',
  'superseded',
]);

/** Whether nothing more will happen; `interrupted` is not final, since it is reconciled at the next start. */
export const isFinal = (state: DeploymentState): boolean => finalStates.has(state);
