import type { Readable, Writable } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { AppError } from '#shared/model/errors.ts';
import { quoteCommand } from './quote.ts';
import { openSession } from './session.ts';
import type { SshConnection } from './types.ts';

/** How a remote process ended; without exit code it was a signal's doing. */
export interface RemoteExit {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/**
 * A running remote process. Both outputs must be read, or the server stops sending. `done` rejects with
 * UNREACHABLE when the connection ends before the process.
 */
export interface RemoteProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly done: Promise<RemoteExit>;
  /** Sends SIGKILL (OpenSSH ≥ 7.9) and closes the channel; a process that detached itself survives. */
  kill(): void;
}

export interface CommandOptions {
  /** Names are checked; values show in the server's process list, so secrets go by stdin or a file. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Through `sudo -n`, which fails at once where a password would be asked for. */
  readonly sudo?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

const environmentWords = (env: Readonly<Record<string, string>>): string[] =>
  Object.entries(env).map(([name, value]) => {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return `${name}=${value}`;
    throw new AppError('INVALID_INPUT', {
      issues: [{ path: 'env', message: `Not a variable name: ${name}` }],
    });
  });

/** The full argument vector, with sudo and env before the program where they are asked for. */
export const commandVector = (argv: readonly string[], { env, sudo }: CommandOptions): string[] => [
  ...(sudo ? ['sudo', '-n', '--'] : []),
  ...(env ? ['env', ...environmentWords(env)] : []),
  ...argv,
];

/** Resolves when the channel is closed; a channel that never told its exit was cut off. */
export const exitOf = (connection: SshConnection, channel: ClientChannel): Promise<RemoteExit> => {
  const { promise, resolve, reject } = Promise.withResolvers<RemoteExit>();
  let exit: RemoteExit | undefined;
  channel.once('exit', (code: number | null, signal?: string) => {
    exit = { exitCode: code, signal: signal ?? null };
  });
  channel.once('close', () => {
    if (exit) resolve(exit);
    else {
      const data = { server: connection.label, reason: 'closed', detail: 'a command was cut off' } as const;
      reject(new AppError('UNREACHABLE', data));
    }
  });
  promise.catch(() => undefined);
  return promise;
};

/** Starts a program by its argument vector; waits for a free session first (8 at once on a connection). */
export const spawn = async (
  connection: SshConnection,
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<RemoteProcess> => {
  const command = quoteCommand(commandVector(argv, options));
  const channel = await openSession(
    connection,
    (done) => connection.client.exec(command, done),
    options.signal,
  );
  const kill = () => {
    channel.signal('KILL');
    channel.close();
  };
  options.signal?.addEventListener('abort', kill, { once: true });
  channel.once('close', () => options.signal?.removeEventListener('abort', kill));
  return { stdin: channel, stdout: channel, stderr: channel.stderr, done: exitOf(connection, channel), kill };
};
