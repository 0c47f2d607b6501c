import { type Duplex, type Readable, Transform, type Writable } from 'node:stream';
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
  /** stdin and stdout as one stream. */
  readonly stream: Duplex;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly done: Promise<RemoteExit>;
  /** Kills the whole process group and closes the channel; a process that detached itself survives. */
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

/**
 * Tells its process group on the first line of stderr and becomes the program: sshd cannot signal a root
 * session, so killing takes the group's number.
 */
const announceGroup = 'read -r _ _ _ _ group _ </proc/$$/stat && echo "$group" >&2 && exec "$@"';

const commandVector = (argv: readonly string[], { env, sudo }: CommandOptions): string[] => [
  ...(sudo ? ['sudo', '-n', '--'] : []),
  ...['sh', '-c', announceGroup, 'sh'],
  ...(env ? ['env', ...environmentWords(env)] : []),
  ...argv,
];

/** Splits the first line off a stream; what follows passes through. */
const withoutFirstLine = (source: Readable, onLine: (line: string) => void): Readable => {
  let first: Buffer | undefined = Buffer.alloc(0);
  const rest = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (!first) return done(null, chunk);
      first = Buffer.concat([first, chunk]);
      const end = first.indexOf(10);
      if (end < 0) return done();
      onLine(first.toString('latin1', 0, end));
      const tail = first.subarray(end + 1);
      first = undefined;
      return done(null, tail);
    },
    flush(done) {
      done(null, first);
    },
  });
  return source.pipe(rest);
};

const killGroup = (connection: SshConnection, group: string, sudo: boolean | undefined): void => {
  if (!connection.isOpen || !/^[1-9]\d{0,9}$/.test(group)) return;
  const argv = [...(sudo ? ['sudo', '-n', '--'] : []), 'kill', '-9', `-${group}`];
  // past the gate on purpose: a full gate is when killing matters most
  connection.client.exec(quoteCommand(argv), (_error, channel) => channel?.resume().stderr.resume());
};

/** Resolves when the channel is closed; a channel that never told its exit was cut off. */
export const exitOf = (connection: SshConnection, channel: ClientChannel): Promise<RemoteExit> => {
  const { promise, resolve, reject } = Promise.withResolvers<RemoteExit>();
  // read from `close`, not `exit`: a fast program's `exit` is emitted before anybody can listen
  channel.once('close', (code?: number | null, signal?: string) => {
    if (code !== undefined) resolve({ exitCode: code, signal: signal ?? null });
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
  let group = '';
  let isKilled = false;
  const kill = () => {
    isKilled = true;
    killGroup(connection, group, options.sudo);
    channel.close();
  };
  const stderr = withoutFirstLine(channel.stderr, (line) => {
    group = line;
    if (isKilled) killGroup(connection, group, options.sudo);
  });
  options.signal?.addEventListener('abort', kill, { once: true });
  channel.once('close', () => options.signal?.removeEventListener('abort', kill));
  return {
    stream: channel,
    stdin: channel,
    stdout: channel,
    stderr,
    done: exitOf(connection, channel),
    kill,
  };
};
