/** What there is to say of a kind; whatever treats kinds differently reads it here. */
interface KindDescriptor {
  /** The kind of the node that one of this kind lies directly below; null at the top. */
  readonly parent: string | null;
  /** What the ids of this kind begin with, before their `_`. */
  readonly prefix: string;
  /** As people say it, in the middle of a sentence. */
  readonly words: { readonly article: 'a' | 'an'; readonly singular: string; readonly plural: string };
  /** The segment that its collection has in the paths of the REST interface. */
  readonly collection: string;
  /** The name of its icon at lucide.dev. */
  readonly icon: string;
  readonly isInTree: boolean;
  readonly isTaggable: boolean;
  /** Whether a grant may be given on it; each grant reaches all that lies below, too. */
  readonly isGrantable: boolean;
  /**
   * How REST and the command line name one besides by its id: by its `path`, by its `name` in its organization, by the
   * name or address of its `account`, by its `number` behind the path of its parent, or not at all.
   */
  readonly namedBy: 'path' | 'name' | 'account' | 'number' | 'id';
  /** Such a name, or where there is none an id. */
  readonly example: string;
  /** The permission by which nodes of this kind are read. */
  readonly readBy: `${string}.${string}`;
  /** Whether every member reads one or some of their own, whatever else they may read. */
  readonly everybodyHasOwn: boolean;
  /** Whether its name is no secret to any member, as a role's is in the row of each who has it. */
  readonly isNameOpen: boolean;
  /**
   * The resources of the contract whose every query is stale after a change of this kind; a query whose input names the
   * node or its parent always is.
   */
  readonly makesStale: readonly string[];
  /** Whether a bundle carries it to another host. */
  readonly isBundled: boolean;
}

/** What shows whoever is in an organization, and what they may. */
const accessAnswers = ['access', 'member', 'team'] as const;
/** What shows nodes of the tree, and how often they carry a tag. */
const treeAnswers = ['tree', 'tag', 'tagSet'] as const;

/**
 * The kinds that are rows of the one `node` table, each described once: tree, palette, change feed, audit, grants, tags,
 * command line, bundles and the generated tests read it, and need no code of their own for a new kind.
 */
export const nodeKinds = {
  organization: {
    parent: null,
    prefix: 'org',
    words: { article: 'an', singular: 'organization', plural: 'organizations' },
    collection: 'organizations',
    icon: 'building-2',
    isInTree: true,
    isTaggable: false,
    isGrantable: false,
    namedBy: 'path',
    example: 'acme',
    readBy: 'organization.read',
    everybodyHasOwn: true,
    isNameOpen: true,
    makesStale: [...treeAnswers, 'session'],
    isBundled: false,
  },
  project: {
    parent: 'organization',
    prefix: 'prj',
    words: { article: 'a', singular: 'project', plural: 'projects' },
    collection: 'projects',
    icon: 'folder',
    isInTree: true,
    isTaggable: true,
    isGrantable: true,
    namedBy: 'path',
    example: 'acme/shop',
    readBy: 'project.read',
    everybodyHasOwn: false,
    isNameOpen: false,
    makesStale: treeAnswers,
    isBundled: true,
  },
  environment: {
    parent: 'project',
    prefix: 'env',
    words: { article: 'an', singular: 'environment', plural: 'environments' },
    collection: 'environments',
    icon: 'layers',
    isInTree: true,
    isTaggable: true,
    isGrantable: true,
    namedBy: 'path',
    example: 'acme/shop/production',
    readBy: 'environment.read',
    everybodyHasOwn: false,
    isNameOpen: false,
    makesStale: treeAnswers,
    isBundled: true,
  },
  service: {
    parent: 'environment',
    prefix: 'svc',
    words: { article: 'a', singular: 'service', plural: 'services' },
    collection: 'services',
    icon: 'box',
    isInTree: true,
    isTaggable: true,
    isGrantable: true,
    namedBy: 'path',
    example: 'acme/shop/production/web',
    readBy: 'service.read',
    everybodyHasOwn: false,
    isNameOpen: false,
    makesStale: treeAnswers,
    isBundled: true,
  },
  deployment: {
    parent: 'service',
    prefix: 'dep',
    words: { article: 'a', singular: 'deployment', plural: 'deployments' },
    collection: 'deployments',
    icon: 'history',
    isInTree: false,
    isTaggable: false,
    isGrantable: false,
    namedBy: 'number',
    example: 'acme/shop/production/web#3',
    readBy: 'deployment.read',
    everybodyHasOwn: false,
    isNameOpen: false,
    makesStale: ['activity'],
    isBundled: false,
  },
  server: {
    parent: 'organization',
    prefix: 'srv',
    words: { article: 'a', singular: 'server', plural: 'servers' },
    collection: 'servers',
    icon: 'server',
    isInTree: true,
    isTaggable: true,
    isGrantable: true,
    namedBy: 'path',
    example: 'acme/srv1',
    readBy: 'server.read',
    everybodyHasOwn: false,
    isNameOpen: false,
    makesStale: treeAnswers,
    isBundled: true,
  },
  registry: {
    parent: 'organization',
    prefix: 'reg',
    words: { article: 'a', singular: 'registry', plural: 'registries' },
    collection: 'registries',
    icon: 'package',
    isInTree: false,
    isTaggable: false,
    isGrantable: false,
    namedBy: 'name',
    example: 'acme/GHCR',
    readBy: 'registry.read',
    everybodyHasOwn: false,
    isNameOpen: false,
    makesStale: [],
    isBundled: true,
  },
  role: {
    parent: 'organization',
    prefix: 'rol',
    words: { article: 'a', singular: 'role', plural: 'roles' },
    collection: 'roles',
    icon: 'shield',
    isInTree: false,
    isTaggable: false,
    isGrantable: false,
    namedBy: 'name',
    example: 'acme/Developer',
    readBy: 'role.read',
    everybodyHasOwn: false,
    isNameOpen: true,
    makesStale: [...accessAnswers, 'session'],
    isBundled: false,
  },
  member: {
    parent: 'organization',
    prefix: 'mem',
    words: { article: 'a', singular: 'member', plural: 'members' },
    collection: 'members',
    icon: 'user',
    isInTree: false,
    isTaggable: false,
    isGrantable: false,
    namedBy: 'account',
    example: 'acme/ada@example.com',
    readBy: 'member.read',
    everybodyHasOwn: true,
    isNameOpen: false,
    makesStale: [...accessAnswers, 'session', 'apiKey'],
    isBundled: false,
  },
  setup: {
    parent: 'server',
    prefix: 'stp',
    words: { article: 'a', singular: 'set-up', plural: 'set-ups' },
    collection: 'setups',
    icon: 'wrench',
    isInTree: false,
    isTaggable: false,
    isGrantable: false,
    namedBy: 'id',
    example: 'stp_01m8kq3v6h2z4',
    readBy: 'server.read',
    everybodyHasOwn: false,
    isNameOpen: false,
    makesStale: ['activity'],
    isBundled: false,
  },
  team: {
    parent: 'organization',
    prefix: 'tem',
    words: { article: 'a', singular: 'team', plural: 'teams' },
    collection: 'teams',
    icon: 'users',
    isInTree: false,
    isTaggable: false,
    isGrantable: false,
    namedBy: 'name',
    example: 'acme/Crew',
    readBy: 'team.read',
    everybodyHasOwn: false,
    isNameOpen: false,
    makesStale: accessAnswers,
    isBundled: false,
  },
  grant: {
    parent: 'organization',
    prefix: 'grt',
    words: { article: 'a', singular: 'grant', plural: 'grants' },
    collection: 'grants',
    icon: 'key-square',
    isInTree: false,
    isTaggable: false,
    isGrantable: false,
    namedBy: 'id',
    example: 'grt_01m8kq3v6h2z4',
    readBy: 'member.read',
    everybodyHasOwn: false,
    isNameOpen: false,
    makesStale: accessAnswers,
    isBundled: false,
  },
  invitation: {
    parent: 'organization',
    prefix: 'inv',
    words: { article: 'an', singular: 'invitation', plural: 'invitations' },
    collection: 'invitations',
    icon: 'mail',
    isInTree: false,
    isTaggable: false,
    isGrantable: false,
    namedBy: 'name',
    example: 'acme/ada@example.com',
    readBy: 'invitation.read',
    everybodyHasOwn: false,
    isNameOpen: false,
    makesStale: [],
    isBundled: false,
  },
  apiKey: {
    parent: 'member',
    prefix: 'key',
    words: { article: 'an', singular: 'API key', plural: 'API keys' },
    collection: 'api-keys',
    icon: 'key-round',
    isInTree: false,
    isTaggable: false,
    isGrantable: false,
    namedBy: 'name',
    example: 'acme/nightly',
    readBy: 'member.update',
    everybodyHasOwn: true,
    isNameOpen: false,
    makesStale: [...accessAnswers, 'apiKey'],
    isBundled: false,
  },
  accessRequest: {
    parent: 'member',
    prefix: 'req',
    words: { article: 'an', singular: 'access request', plural: 'access requests' },
    collection: 'access-requests',
    icon: 'hand',
    isInTree: false,
    isTaggable: false,
    isGrantable: false,
    namedBy: 'id',
    example: 'req_01m8kq3v6h2z4',
    readBy: 'member.update',
    everybodyHasOwn: true,
    isNameOpen: false,
    makesStale: ['access'],
    isBundled: false,
  },
  identityProvider: {
    parent: 'organization',
    prefix: 'idp',
    words: { article: 'an', singular: 'identity provider', plural: 'identity providers' },
    collection: 'identity-providers',
    icon: 'log-in',
    isInTree: false,
    isTaggable: false,
    isGrantable: false,
    namedBy: 'name',
    example: 'acme/Login',
    readBy: 'organization.update',
    everybodyHasOwn: false,
    isNameOpen: false,
    makesStale: [],
    isBundled: false,
  },
  tagSet: {
    parent: 'organization',
    prefix: 'tgs',
    words: { article: 'a', singular: 'tag set', plural: 'tag sets' },
    collection: 'tag-sets',
    icon: 'tags',
    isInTree: false,
    isTaggable: false,
    isGrantable: false,
    namedBy: 'name',
    example: 'acme/Ring',
    readBy: 'tagSet.read',
    everybodyHasOwn: false,
    isNameOpen: false,
    makesStale: ['tag', 'tagSet'],
    isBundled: true,
  },
  tag: {
    parent: 'tagSet',
    prefix: 'tag',
    words: { article: 'a', singular: 'tag', plural: 'tags' },
    collection: 'tags',
    icon: 'tag',
    isInTree: false,
    isTaggable: false,
    isGrantable: false,
    namedBy: 'name',
    example: 'acme/Ring/Canary',
    readBy: 'tag.read',
    everybodyHasOwn: false,
    isNameOpen: false,
    makesStale: ['tag', 'tagSet'],
    isBundled: true,
  },
} as const satisfies Record<string, KindDescriptor>;

export type NodeKind = keyof typeof nodeKinds;

type Described = typeof nodeKinds;
type KindsThat<Field extends 'isInTree' | 'isTaggable' | 'isGrantable'> = {
  [K in NodeKind]: Described[K][Field] extends true ? K : never;
}[NodeKind];

/** Every kind, in the order they are described. */
export const allKinds = Object.keys(nodeKinds) as readonly NodeKind[];

/** The kinds that a grant may be given on; each grant reaches all that lies below, too. */
export const scopeKinds = kindsThat('isGrantable');
export type ScopeKind = (typeof scopeKinds)[number];

/** The kinds that tags are put on. */
export const taggableKinds = kindsThat('isTaggable');

/** The kinds shown in the tree, in the order they are listed below one parent. */
export const treeKinds = kindsThat('isInTree');
export type TreeKind = (typeof treeKinds)[number];

function kindsThat<Field extends 'isInTree' | 'isTaggable' | 'isGrantable'>(
  field: Field,
): readonly KindsThat<Field>[] {
  return allKinds.filter((kind): kind is KindsThat<Field> => nodeKinds[kind][field]);
}

/** Whether a text is the name of a kind. */
export function isNodeKind(text: string): text is NodeKind {
  return Object.hasOwn(nodeKinds, text);
}

/** Whether a text is an id of some kind: what looks like one never is a name. */
export function looksLikeId(text: string): boolean {
  return idShape.test(text);
}

const idShape = new RegExp(`^(?:${allKinds.map((kind) => nodeKinds[kind].prefix).join('|')})_[0-9a-z]+$`);

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
