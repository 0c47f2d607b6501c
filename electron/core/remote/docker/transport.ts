import type { Duplex } from 'node:stream';
import { AppError } from '#shared/model/errors.ts';
import { withDeadline } from '../ssh/deadline.ts';
import { timedOut, unreachable } from '../ssh/failure.ts';
import { spawn } from '../ssh/spawn.ts';
import type { SshConnection } from '../ssh/types.ts';
import { accessRefusal, dockerNotRunning, readDockerAccess } from './access.ts';

/** A way to Docker's socket. Forwarding is free; each stream of the fall-back is one of sshd's few sessions. */
export interface DockerTransport {
  readonly kind: 'forwarded' | 'dial-stdio';
  open(): Promise<Duplex>;
}

const openTimeoutMs = 15_000;

const forward = (connection: SshConnection): Promise<Duplex> => {
  const { label, client } = connection;
  const onTimeout = () => timedOut(label, "Docker's socket was not opened in time");
  const deadline = { timeoutMs: openTimeoutMs, what: `Reaching Docker on ${label}`, onTimeout };
  return withDeadline<Duplex>(deadline, (resolve, reject) => {
    client.openssh_forwardOutStreamLocal('/var/run/docker.sock', (error, channel) => {
      if (error) reject(error);
      else resolve(channel);
    });
    return undefined;
  });
};

const dial = async (connection: SshConnection, sudo: boolean): Promise<Duplex> => {
  const process = await spawn(connection, ['docker', 'system', 'dial-stdio'], { sudo });
  process.stderr.resume();
  return process.stream;
};

/** Opens by forwarding; a refusal of it, when the connection itself is sound, is told as Docker's own state. */
const forwardOrExplain = async (connection: SshConnection): Promise<Duplex> => {
  try {
    return await forward(connection);
  } catch (error) {
    if (!connection.isOpen || error instanceof AppError) throw unreachable(connection.label, error);
    const access = await readDockerAccess(connection);
    throw accessRefusal(connection.label, access) ?? dockerNotRunning(connection.label);
  }
};

/**
 * Finds the way to Docker: its socket through the connection; where sshd forbids that, or the socket is not
 * this user's, `docker system dial-stdio`, with sudo if it must be. No way is REMOTE_FAILED with its cure.
 */
export const findTransport = async (connection: SshConnection): Promise<DockerTransport> => {
  try {
    const channel = await forward(connection);
    channel.destroy();
    return { kind: 'forwarded', open: () => forwardOrExplain(connection) };
  } catch (error) {
    if (!connection.isOpen || error instanceof AppError) throw unreachable(connection.label, error);
  }
  const access = await readDockerAccess(connection);
  const refusal = accessRefusal(connection.label, access);
  if (refusal) throw refusal;
  if (!access.hasClient) throw dockerNotRunning(connection.label);
  return { kind: 'dial-stdio', open: () => dial(connection, !access.canUseSocket) };
};
