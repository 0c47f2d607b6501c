const crud = ['read', 'create', 'update', 'delete'] as const;
const readWrite = ['read', 'write'] as const;

/**
 * Every permission there is, as kind → verbs. A permission is written `kind.verb`. Source: docs/access.md,
 * "Catalogue"; kinds of later capabilities are listed so that roles stay valid when those arrive.
 */
export const catalogue = {
  organization: ['read', 'update', 'transfer', 'delete'],
  member: crud,
  team: crud,
  role: crud,
  invitation: ['read', 'create', 'cancel'],
  project: crud,
  environment: crud,
  service: crud,
  docker: ['read', 'manage'],
  tunnel: ['open'],
  sshKey: ['read', 'create', 'delete'],
  gitProvider: crud,
  proxyFile: readWrite,
  api: ['read'],
  volume: ['read', 'create', 'delete'],
  deployment: ['read', 'create', 'cancel', 'rollback'],
  organizationVariables: readWrite,
  projectVariables: readWrite,
  environmentVariables: readWrite,
  serviceVariables: readWrite,
  server: ['read', 'create', 'update', 'delete', 'terminal', 'trust'],
  registry: crud,
  certificate: crud,
  backup: [...crud, 'restore'],
  volumeBackup: [...crud, 'restore'],
  schedule: crud,
  domain: crud,
  destination: crud,
  notification: crud,
  logs: ['read'],
  monitoring: ['read'],
  audit: ['read', 'export'],
  tag: crud,
  tagSet: crud,
  tenant: crud,
  tenantVariables: readWrite,
  release: ['read', 'create', 'block'],
  lifecycle: crud,
  channel: crud,
  rollout: ['read', 'create', 'control'],
  freeze: [...crud, 'override'],
  bundle: ['export', 'import'],
  secret: ['reveal'],
} as const;

export type PermissionKind = keyof typeof catalogue;
export type VerbOf<K extends PermissionKind> = (typeof catalogue)[K][number];
export type Permission = {
  [K in PermissionKind]: `${K}.${VerbOf<K>}`;
}[PermissionKind];

/** All permissions in catalogue order; a permission's position is its bit in the access index. */
export const allPermissions: readonly Permission[] = Object.entries(catalogue).flatMap(([kind, verbs]) =>
  verbs.map((verb) => `${kind}.${verb}` as Permission),
);

/** Kinds of capabilities to come: the catalogue keeps their names, and no operation demands them yet. */
const later: ReadonlySet<string> = new Set([
  'backup',
  'volumeBackup',
  'schedule',
  'destination',
  'notification',
  'tenant',
  'tenantVariables',
  'release',
  'lifecycle',
  'channel',
  'rollout',
  'freeze',
] satisfies PermissionKind[]);

/**
 * Whether any operation demands the permission. One that none demands is hollow: it is neither shown, given by itself
 * nor asked for. A role or member that was given one before keeps it, dormant, until their permissions are edited.
 */
export function isDemanded(permission: string): boolean {
  return !later.has(permission.slice(0, permission.indexOf('.')));
}

/** The permissions that can be given and asked for, in catalogue order. */
export const demandedPermissions: readonly Permission[] = allPermissions.filter(isDemanded);

const known = new Set<string>(allPermissions);

/** Whether the text names a permission of the catalogue. */
export const isPermission = (text: string): text is Permission => known.has(text);
