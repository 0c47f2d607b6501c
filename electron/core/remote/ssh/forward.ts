import type { ClientChannel } from 'ssh2';
import { AppError } from '#shared/model/errors.ts';
import { withDeadline } from './deadline.ts';
import { plainDetail, timedOut, unreachable } from './failure.ts';
import type { SshConnection } from './types.ts';

/** An address as the server itself reaches it. */
export interface ForwardTarget {
  readonly host: string;
  readonly port: number;
}

const openTimeoutMs = 15_000;

/** What a server says when it refuses a channel. Source: RFC 4254, 5.1. */
const [prohibited, connectFailed] = [1, 2];

/**
 * Has the server connect to an address and answers the stream to there; it counts for none of sshd's sessions.
 * REMOTE_FAILED with a cure where sshd forbids it, or where nothing answers at the address.
 */
export const forwardTo = (
  connection: SshConnection,
  to: ForwardTarget,
  signal?: AbortSignal,
): Promise<ClientChannel> => {
  const { label, client } = connection;
  const onTimeout = () => timedOut(label, `no answer from port ${to.port}`);
  const deadline = { timeoutMs: openTimeoutMs, signal, what: 'Opening a connection', onTimeout };
  return withDeadline<ClientChannel>(deadline, (resolve, reject) => {
    let isWanted = true;
    client.forwardOut('127.0.0.1', 0, to.host, to.port, (error, channel) => {
      if (error) reject(refusalOf(connection, to, error));
      else if (isWanted) resolve(channel);
      else letGo(channel);
    });
    return () => {
      isWanted = false;
    };
  });
};

/** Closes a channel whatever it still holds: one with unread bytes would never close. */
export const letGo = (channel: ClientChannel): void => {
  channel.end();
  channel.close();
  channel.resume();
};

function refusalOf(
  { label, isOpen }: SshConnection,
  { port }: ForwardTarget,
  error: Error & { reason?: unknown },
): AppError {
  if (!isOpen || (error.reason !== prohibited && error.reason !== connectFailed)) {
    return unreachable(label, error);
  }
  const failed = { server: label, action: `Connecting to port ${port}` };
  if (error.reason === prohibited) {
    return new AppError('REMOTE_FAILED', {
      ...failed,
      stderr: 'sshd forbids TCP forwarding there.',
      cure: 'Allow it for this user in sshd_config: AllowTcpForwarding local, and no PermitOpen that excludes containers.',
    });
  }
  return new AppError('REMOTE_FAILED', {
    ...failed,
    stderr: `Nothing answers at port ${port} of the container: ${plainDetail(error.message).replace(/^.*open failure: /i, '')}.`,
    cure: 'Check the port, and that the service listens on all addresses (0.0.0.0) of its container.',
  });
}
