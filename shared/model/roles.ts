import { allPermissions, catalogue, type Permission, type PermissionKind } from './permissions.ts';

/** Where a role holds: everywhere in the organization, or only where a grant says so. */
export type RoleReach = 'organization' | 'granted';

/** A named set of permissions with a level (1–100) that decides who may change whom. */
export interface Role {
  readonly name: string;
  readonly level: number;
  readonly reach: RoleReach;
  readonly permissions: readonly Permission[];
}

const allOf = (...kinds: readonly PermissionKind[]): Permission[] =>
  kinds.flatMap((kind) => catalogue[kind].map((verb) => `${kind}.${verb}` as Permission));

const readsOf = (...kinds: readonly PermissionKind[]): Permission[] =>
  allOf(...kinds).filter((permission) => permission.endsWith('.read'));

const ownerOnly: readonly Permission[] = ['organization.transfer', 'organization.delete'];

const managed = allOf(
  'server',
  'project',
  'environment',
  'service',
  'docker',
  'tunnel',
  'domain',
  'certificate',
  'volume',
  'backup',
  'volumeBackup',
  'schedule',
  'deployment',
  'organizationVariables',
  'projectVariables',
  'environmentVariables',
  'serviceVariables',
  'logs',
  'monitoring',
  'tag',
  'tagSet',
  'tenant',
  'tenantVariables',
  'release',
  'lifecycle',
  'channel',
  'rollout',
  'freeze',
);

/** The roles every organization has, by their key; nobody edits them. Source: docs/access.md, "Built-in roles". */
export const builtInRoles = {
  owner: {
    name: 'Owner',
    level: 100,
    reach: 'organization',
    permissions: allPermissions,
  },
  admin: {
    name: 'Admin',
    level: 80,
    reach: 'organization',
    permissions: allPermissions.filter((permission) => !ownerOnly.includes(permission)),
  },
  manager: {
    name: 'Manager',
    level: 60,
    reach: 'organization',
    permissions: [
      ...managed,
      ...readsOf(
        'member',
        'team',
        'sshKey',
        'gitProvider',
        'registry',
        'destination',
        'notification',
        'audit',
      ),
    ],
  },
  developer: {
    name: 'Developer',
    level: 40,
    reach: 'organization',
    permissions: [
      ...readsOf('server', 'project', 'environment', 'certificate', 'logs', 'monitoring'),
      'service.read',
      'service.create',
      'service.update',
      ...allOf('tunnel', 'deployment', 'serviceVariables', 'domain'),
    ],
  },
  member: {
    name: 'Member',
    level: 30,
    reach: 'granted',
    permissions: [
      ...readsOf('project', 'environment', 'service', 'tag', 'logs', 'monitoring'),
      ...allOf(
        'deployment',
        'backup',
        'volumeBackup',
        'schedule',
        'domain',
        'volume',
        'projectVariables',
        'environmentVariables',
        'serviceVariables',
      ),
    ],
  },
  viewer: {
    name: 'Viewer',
    level: 20,
    reach: 'organization',
    permissions: readsOf(
      'server',
      'project',
      'environment',
      'service',
      'certificate',
      'deployment',
      'serviceVariables',
      'logs',
      'monitoring',
    ),
  },
} as const satisfies Record<string, Role>;

export type BuiltInRole = keyof typeof builtInRoles;

/** The level of a custom role that names none. */
export const defaultRoleLevel = 30;

/** Custom roles stay below Admin. */
export const highestCustomLevel = 79;

/** Kinds of permission that no custom role holds: with them a role could widen itself. */
const beyondCustomRoles: readonly string[] = [
  'organization',
  'role',
  'invitation',
] satisfies PermissionKind[];

/** Whether a custom role may hold the permission (none of organization.*, role.*, invitation.*). */
export const isForCustomRoles = (permission: Permission): boolean =>
  !beyondCustomRoles.includes(permission.slice(0, permission.indexOf('.')));

/** Permissions whose holder is in effect root on the server; the role editor marks them. Source: docs/access.md. */
export const rootPermissions: readonly Permission[] = [
  'proxyFile.write',
  'schedule.create',
  'schedule.update',
  'server.terminal',
  'docker.manage',
  'service.create',
  'service.update',
];
