import { isDemanded, type Permission } from '#shared/model/permissions.ts';

/** A switch that gives one member single permissions for the whole organization. */
export interface ExtraFlag {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly hint: string;
  readonly permissions: readonly Permission[];
}

const flag = (
  group: string,
  label: string,
  hint: string,
  ...permissions: readonly Permission[]
): ExtraFlag => ({ id: permissions.join(' '), group, label, hint, permissions });

const flags: readonly ExtraFlag[] = [
  flag('Projects', 'Create projects', 'New projects anywhere in the organization.', 'project.create'),
  flag('Projects', 'Delete projects', 'Any project, with all that is in it.', 'project.delete'),
  flag('Projects', 'Create environments', 'In any project.', 'environment.create'),
  flag('Projects', 'Delete environments', 'With the services in them.', 'environment.delete'),
  flag('Projects', 'Create services', 'In any environment.', 'service.create'),
  flag('Projects', 'Delete services', 'Any service, with its history.', 'service.delete'),
  flag(
    'Servers',
    'Docker panel',
    'See and control every container on every server.',
    'docker.read',
    'docker.manage',
  ),
  flag(
    'Servers',
    'Traefik files',
    'Read and write the proxy’s own files.',
    'proxyFile.read',
    'proxyFile.write',
  ),
  flag('Credentials', 'API and CLI', 'Make API keys of their own.', 'api.read'),
  flag(
    'Credentials',
    'SSH keys',
    'See, add and delete keys.',
    'sshKey.read',
    'sshKey.create',
    'sshKey.delete',
  ),
  flag(
    'Credentials',
    'Git providers',
    'See, add, change and delete them.',
    'gitProvider.read',
    'gitProvider.create',
    'gitProvider.update',
    'gitProvider.delete',
  ),
];

/** The flags that Dokploy's people know, in plain words, where any operation demands them. Source: docs/access.md. */
export const extraFlags: readonly ExtraFlag[] = flags.filter(({ permissions }) =>
  permissions.every(isDemanded),
);

const inFlags = new Set<string>(extraFlags.flatMap(({ permissions }) => permissions));

/** Single permissions that no switch stands for. */
export const otherExtras = (extras: readonly string[]): string[] =>
  extras.filter((permission) => !inFlags.has(permission));

export const isInFlag = (permission: string): boolean => inFlags.has(permission);

/** Whether all of the switch's permissions are there. */
export const hasFlag = (extras: readonly string[], { permissions }: ExtraFlag): boolean =>
  permissions.every((permission) => extras.includes(permission));

/** The extras with a switch turned on or off. */
export const withFlag = (extras: readonly string[], { permissions }: ExtraFlag, isOn: boolean): string[] => {
  const others = extras.filter((extra) => !permissions.some((permission) => permission === extra));
  return isOn ? [...others, ...permissions] : others;
};

/** Whether two sets of extras are the same, in whatever order. */
export const sameExtras = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((extra) => b.includes(extra));
