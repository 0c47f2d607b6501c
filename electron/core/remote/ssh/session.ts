import { setTimeout as delay } from 'node:timers/promises';
import type { ClientChannel } from 'ssh2';
import { AppError } from '#shared/model/errors.ts';
import { withDeadline } from './deadline.ts';
import { plainDetail, timedOut, unreachable } from './failure.ts';
import { sessionGate } from './session-gate.ts';
import type { SshConnection } from './types.ts';

/** How long a server may take to open a session once it is this call's turn. */
const openTimeoutMs = 15_000;

type Opener = (done: (error: Error | undefined, channel: ClientChannel) => void) => void;

const isRefused = (error: unknown): error is Error =>
  error instanceof Error && /open fail/i.test(error.message);

const openNow = (connection: SshConnection, open: Opener, signal?: AbortSignal): Promise<ClientChannel> => {
  const { label } = connection;
  const onTimeout = () => timedOut(label, 'no session was opened in time');
  const deadline = { timeoutMs: openTimeoutMs, signal, what: `A session on ${label}`, onTimeout };
  return withDeadline<ClientChannel>(deadline, (resolve, reject) => {
    let isWanted = true;
    open((error, channel) => {
      if (error) reject(error);
      else if (isWanted) resolve(channel);
      else channel.close();
    });
    return () => {
      isWanted = false;
    };
  });
};

const refusedSession = (server: string, error: Error): AppError =>
  new AppError('REMOTE_FAILED', {
    server,
    action: 'Opening a session',
    stderr: plainDetail(error.message),
    cure: 'Check that sshd allows commands for this user and that MaxSessions is not below 2.',
  });

/** sshd refuses for a moment longer than the session before it is open: a refusal that stays is one of the server. */
const refusalsAlone = 3;
const pauseMs = 100;

/**
 * Opens a session channel when the connection's gate lets it, and leaves the gate when the channel closes.
 * Where the server allows fewer sessions than ours, the limit sinks and the call waits for its turn again; one that is
 * refused with no other open is asked for again a few times.
 */
export const openSession = async (
  connection: SshConnection,
  open: Opener,
  signal?: AbortSignal,
  refusals = 0,
): Promise<ClientChannel> => {
  const gate = sessionGate(connection);
  const leave = await gate.enter();
  try {
    const channel = await openNow(connection, open, signal);
    channel.once('close', leave);
    return channel;
  } catch (error) {
    const isCrowded = isRefused(error) && gate.lower();
    leave();
    if (!isRefused(error) || !connection.isOpen) throw unreachable(connection.label, error);
    if (isCrowded) return openSession(connection, open, signal, refusals);
    if (refusals === refusalsAlone) throw refusedSession(connection.label, error);
    await delay(pauseMs);
    return openSession(connection, open, signal, refusals + 1);
  }
};
