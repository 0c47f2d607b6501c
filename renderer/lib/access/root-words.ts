import type { Permission } from '#shared/model/permissions.ts';
import { rootPermissions } from '#shared/model/roles.ts';

const rootReasons: Readonly<Partial<Record<Permission, string>>> = {
  'proxyFile.write': 'Traefik’s files decide what the proxy, which runs as root, reads and starts.',
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
