/**
 * The kinds that are rows of the one `node` table. Each says its parent and the prefix of its ids, so that
 * tree, access, search and audit need no code of their own for a new kind.
 */
export const nodeKinds = {
  organization: { parent: null, prefix: 'org', plural: 'organizations' },
  project: { parent: 'organization', prefix: 'prj', plural: 'projects' },
  environment: { parent: 'project', prefix: 'env', plural: 'environments' },
  service: { parent: 'environment', prefix: 'svc', plural: 'services' },
  deployment: { parent: 'service', prefix: 'dep', plural: 'deployments' },
  server: { parent: 'organization', prefix: 'srv', plural: 'servers' },
  role: { parent: 'organization', prefix: 'rol', plural: 'roles' },
  member: { parent: 'organization', prefix: 'mem', plural: 'members' },
  setup: { parent: 'server', prefix: 'stp', plural: 'setups' },
  team: { parent: 'organization', prefix: 'tem', plural: 'teams' },
  grant: { parent: 'organization', prefix: 'grt', plural: 'grants' },
  invitation: { parent: 'organization', prefix: 'inv', plural: 'invitations' },
  apiKey: { parent: 'member', prefix: 'key', plural: 'api-keys' },
  accessRequest: { parent: 'member', prefix: 'req', plural: 'access-requests' },
  identityProvider: { parent: 'organization', prefix: 'idp', plural: 'identity-providers' },
  tagSet: { parent: 'organization', prefix: 'tgs', plural: 'tag-sets' },
  tag: { parent: 'tagSet', prefix: 'tag', plural: 'tags' },
} as const satisfies Record<string, { parent: string | null; prefix: string; plural: string }>;

export type NodeKind = keyof typeof nodeKinds;

/** The kinds that a grant may be given on; each grant reaches all that lies below, too. */
export const scopeKinds = ['project', 'environment', 'service', 'server'] as const satisfies NodeKind[];
export type ScopeKind = (typeof scopeKinds)[number];

/** The kinds shown in the tree, in the order they are listed below one parent. */
export const treeKinds = [
  'organization',
  'project',
  'environment',
  'service',
  'server',
] as const satisfies NodeKind[];
export type TreeKind = (typeof treeKinds)[number];

/** What a service, server or deployment is doing, as shown by the one coloured dot of the interface. */
export const nodeStates = [
  'unknown',
  'none',
  'running',
  'deploying',
  'degraded',
  'stopped',
  'failed',
] as const;
export type NodeState = (typeof nodeStates)[number];
