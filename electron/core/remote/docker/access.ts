import { AppError } from '#shared/model/errors.ts';
import { exec } from '../ssh/exec.ts';
import type { SshConnection } from '../ssh/types.ts';

/** How a signed-in user can get at Docker on this server. */
export interface DockerAccess {
  readonly hasClient: boolean;
  readonly hasSocket: boolean;
  readonly canUseSocket: boolean;
  readonly hasSudo: boolean;
}

const probe = `
socket=/var/run/docker.sock
command -v docker >/dev/null 2>&1 && echo client
[ -S "$socket" ] && echo socket
[ -r "$socket" ] && [ -w "$socket" ] && echo usable
if [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; then echo sudo; fi
exit 0
`;

/** Looks at the server's docker client, socket and rights; changes nothing. */
export const readDockerAccess = async (connection: SshConnection): Promise<DockerAccess> => {
  const { stdout } = await exec(connection, ['sh', '-c', probe], { timeoutMs: 15_000, maxBytes: 1_000 });
  const words = stdout.toString('latin1').split('\n');
  return {
    hasClient: words.includes('client'),
    hasSocket: words.includes('socket'),
    canUseSocket: words.includes('usable'),
    hasSudo: words.includes('sudo'),
  };
};

const action = 'Reaching Docker';

const refusal = (server: string, stderr: string, cure: string, curedBy?: 'setup'): AppError =>
  new AppError('REMOTE_FAILED', { server, action, stderr, cure, curedBy });

/** Docker is there but nothing answers on its socket: it is stopped, or its server is just starting. */
export const dockerNotRunning = (server: string): AppError =>
  new AppError('REMOTE_FAILED', {
    ...{ server, action, isPassing: true },
    stderr: 'Docker is not running.',
    cure: 'Start it: systemctl start docker.',
  });

/** Why this user cannot reach Docker at all, with what to do about it; undefined when there is a way. */
export const accessRefusal = (server: string, access: DockerAccess): AppError | undefined => {
  const { hasClient, hasSocket, canUseSocket, hasSudo } = access;
  if (!hasSocket && !hasClient) {
    return refusal(
      server,
      'Docker is not installed.',
      'Set the server up, or install Docker on it.',
      'setup',
    );
  }
  if (!hasSocket) return dockerNotRunning(server);
  if (canUseSocket || hasSudo) return undefined;
  const cure = 'Add this user to the docker group, or give it passwordless sudo.';
  return refusal(server, 'Permission to use Docker was denied to this user.', cure);
};
