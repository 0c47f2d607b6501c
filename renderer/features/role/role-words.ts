import { allPermissions, type Permission, type PermissionKind } from '#shared/model/permissions.ts';
import { isForCustomRoles, rootPermissions } from '#shared/model/roles.ts';
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
    kinds: ['project', 'environment', 'service', 'domain', 'deployment'],
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
  kinds.map((kind) => [
    kind,
    allPermissions.filter((each) => kindOf(each) === kind && isForCustomRoles(each)),
  ]);

const rootReasons: Readonly<Partial<Record<Permission, string>>> = {
  'proxyFile.write': 'Traefik’s files decide what the proxy, which runs as root, reads and starts.',
  'volume.create': 'A volume can be a folder of the server: mounting / opens every file of it.',
  'schedule.create': 'A schedule runs commands of one’s choice on the server.',
  'schedule.update': 'A schedule runs commands of one’s choice on the server.',
  'server.terminal': 'A terminal is a shell on the server.',
  'docker.manage': 'Whoever commands Docker can start a container that owns the machine.',
  'service.create': 'A service can be made to mount or start whatever its author writes.',
  'service.update': 'A service can be changed to mount or start whatever its editor writes.',
};

export const isRoot = (permission: string): permission is Permission =>
  rootPermissions.some((each) => each === permission);

/** Why the holder of a permission is in effect root on a server. */
export const rootReason = (permission: Permission): string =>
  rootReasons[permission] ?? 'With this, one can run anything on the server.';

export const reachWords = {
  organization: 'Everywhere in the organization',
  granted: 'Only where a grant says so',
} as const;
