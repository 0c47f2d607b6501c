/** The labels on everything that is made on a server. */
export const label = {
  organization: 'quayside.organization',
  project: 'quayside.project',
  environment: 'quayside.environment',
  service: 'quayside.service',
  deployment: 'quayside.deployment',
  fence: 'quayside.fence',
  /** Which of the two places behind a proxy a version has. */
  slot: 'quayside.slot',
  /** On a version that was started beside the one that serves, for as long as it does not. */
  candidate: 'quayside.candidate',
  volume: 'quayside.volume',
  /** On what a Swarm stack runs: which part of its compose file it is of. */
  part: 'quayside.part',
  /** On the same: a digest of what that part says, by which tasks of one version are told from those of another. */
  version: 'quayside.version',
  /** On a Swarm service of a stack: how many replicas its file asks for, to start so many again. */
  replicas: 'quayside.replicas',
  /** On a part of a compose project, which is started from an exact image: the name that its author gave. */
  image: 'quayside.image',
  /** On what says that a thing of others became a service; see `containers/claims.ts`. */
  adopted: 'quayside.adopted',
} as const;

/** Ids of the path of a service. */
export interface PathIds {
  readonly organization: string;
  readonly project: string;
  readonly environment: string;
  readonly service: string;
}

/** The labels that say where an environment is in its organization. */
export function environmentLabels(ids: PathIds): Record<string, string> {
  return {
    [label.organization]: ids.organization,
    [label.project]: ids.project,
    [label.environment]: ids.environment,
  };
}

/** The same for a service. */
export function pathLabels(ids: PathIds): Record<string, string> {
  return { ...environmentLabels(ids), [label.service]: ids.service };
}
