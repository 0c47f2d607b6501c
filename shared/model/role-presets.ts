import { catalogue, isDemanded, type Permission, type PermissionKind } from './permissions.ts';
import type { Role } from './roles.ts';

/** A starting point for a custom role; nothing keeps the role tied to it. */
export interface RolePreset extends Role {
  readonly description: string;
}

const allOf = (...kinds: readonly PermissionKind[]): Permission[] =>
  kinds.flatMap((kind) => catalogue[kind].map((verb) => `${kind}.${verb}` as Permission));

const readsOf = (...kinds: readonly PermissionKind[]): Permission[] =>
  allOf(...kinds).filter((permission) => permission.endsWith('.read'));

const placed = readsOf('project', 'environment', 'service', 'server');

const presets: readonly RolePreset[] = [
  {
    name: 'Deployer',
    description: 'Deploys, cancels and rolls back what others set up; changes no configuration.',
    level: 30,
    reach: 'granted',
    permissions: [...placed, ...allOf('deployment'), ...readsOf('serviceVariables', 'logs', 'monitoring')],
  },
  {
    name: 'DBA',
    description: 'Looks after data: volumes, backups and their restoring, and the variables that lead there.',
    level: 35,
    reach: 'organization',
    permissions: [
      ...placed,
      ...allOf('tunnel', 'volume', 'backup', 'volumeBackup', 'serviceVariables'),
      ...readsOf('destination', 'schedule', 'deployment', 'logs', 'monitoring'),
    ],
  },
  {
    name: 'DevOps',
    description: 'Runs the servers and everything on them; manages no people.',
    level: 50,
    reach: 'organization',
    permissions: [
      ...allOf(
        'server',
        'project',
        'environment',
        'service',
        'docker',
        'tunnel',
        'proxyFile',
        'domain',
        'certificate',
        'registry',
        'volume',
        'backup',
        'volumeBackup',
        'schedule',
        'deployment',
        'projectVariables',
        'environmentVariables',
        'serviceVariables',
        'logs',
        'monitoring',
      ),
      ...readsOf('sshKey', 'gitProvider', 'destination', 'notification'),
    ],
  },
  {
    name: 'Auditor',
    description:
      'Reads everything, the audit trail and its export included; changes nothing, reveals no secret.',
    level: 25,
    reach: 'organization',
    permissions: [
      ...placed,
      ...readsOf(
        'member',
        'team',
        'deployment',
        'domain',
        'certificate',
        'volume',
        'backup',
        'volumeBackup',
        'schedule',
        'registry',
        'destination',
        'notification',
        'sshKey',
        'gitProvider',
        'logs',
        'monitoring',
        'release',
        'rollout',
        'freeze',
      ),
      ...allOf('audit'),
    ],
  },
];

/** The presets of the role editor, without what no operation demands yet. Source: docs/access.md, "Built-in roles". */
export const rolePresets: readonly RolePreset[] = presets.map((preset) => ({
  ...preset,
  permissions: preset.permissions.filter(isDemanded),
}));
