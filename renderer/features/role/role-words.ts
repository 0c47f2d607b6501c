import { demandedPermissions, type Permission, type PermissionKind } from '#shared/model/permissions.ts';
import { isForCustomRoles } from '#shared/model/roles.ts';
import { kindOf } from '../../lib/access/permission-words.ts';

interface Category {
  readonly name: string;
  readonly hint: string;
  readonly kinds: readonly PermissionKind[];
}

/** The catalogue as people look for it; each kind that a custom role may hold is in exactly one category. */
export const categories: readonly Category[] = [
  {
    name: 'Projects and services',
    hint: 'What runs, and its configuration.',
    kinds: ['project', 'environment', 'service', 'tunnel', 'domain', 'deployment'],
  },
  {
    name: 'Variables and secrets',
    hint: 'Reading shows names and plain values; a secret value needs “reveal”, which is audited each time.',
    kinds: [
      'organizationVariables',
      'projectVariables',
      'environmentVariables',
      'serviceVariables',
      'secret',
    ],
  },
  {
    name: 'Servers',
    hint: 'The machines, and what is on them besides services.',
    kinds: ['server', 'docker', 'proxyFile', 'certificate', 'registry', 'sshKey', 'gitProvider'],
  },
  {
    name: 'Data and backups',
    hint: 'What must not be lost.',
    kinds: ['volume', 'backup', 'volumeBackup', 'schedule', 'destination'],
  },
  {
    name: 'Watching',
    hint: 'Seeing what happens and what happened.',
    kinds: ['logs', 'monitoring', 'notification', 'audit'],
  },
  {
    name: 'Tenants and releases',
    hint: 'The same project for many customers.',
    kinds: [
      'tenant',
      'tenantVariables',
      'tag',
      'tagSet',
      'release',
      'lifecycle',
      'channel',
      'rollout',
      'freeze',
      'bundle',
    ],
  },
  { name: 'People and keys', hint: 'Who else is here, and API keys.', kinds: ['member', 'team', 'api'] },
];

/** The permissions of a category that a custom role may hold, by kind. */
export const permissionsByKind = ({ kinds }: Category): readonly (readonly [string, Permission[]])[] =>
  kinds
    .map(
      (kind) =>
        [
          kind,
          demandedPermissions.filter((each) => kindOf(each) === kind && isForCustomRoles(each)),
        ] as const,
    )
    .filter(([, permissions]) => permissions.length > 0);

export const reachWords = {
  organization: 'Everywhere in the organization',
  granted: 'Only where a grant says so',
} as const;
