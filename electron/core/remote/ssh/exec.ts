import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { AppError } from '#shared/model/errors.ts';
import { withDeadline } from './deadline.ts';
import { cancelled, timedOut } from './failure.ts';
import { type CommandOptions, type RemoteExit, type RemoteProcess, spawn } from './spawn.ts';
import type { SshConnection } from './types.ts';

export interface ExecOptions extends CommandOptions {
  /** A stream is read to its end, and closed however this ends; one that fails ends the program. */
  readonly stdin?: string | Uint8Array | Readable | undefined;
  /** Counted from the process's start; 60 s unless said. */
  readonly timeoutMs?: number | undefined;
  /** Of each output; 4 MiB unless said. A process that prints more is killed. */
  readonly maxBytes?: number | undefined;
}

/** What a finished command left. `truncated` says that it was killed for printing too much. */
export interface ExecResult extends RemoteExit {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly truncated: boolean;
}

const stderrEndLength = 2_000;

/** Collects up to the cap and says once when more came; what is above it is dropped, not kept. */
const collect = (stream: Readable, maxBytes: number, onOverflow: () => void) => {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    const room = maxBytes - size;
    if (chunk.length > room && room >= 0) onOverflow();
    if (room > 0) chunks.push(chunk.subarray(0, room));
    size += chunk.length;
  });
  return () => Buffer.concat(chunks);
};

/** A stream that is read for a program, and how it failed; it may do so before there is one. */
interface Source {
  readonly stream: Readable;
  readonly broken: { error?: Error };
}

const sourceOf = (stream: Readable): Source => {
  const broken: Source['broken'] = {};
  stream.on('error', (error) => {
    broken.error ??= error;
  });
  return { stream, broken };
};

/** Hands a stream over, as fast as it is taken. */
const feed = ({ stream, broken }: Source, process: RemoteProcess): void => {
  if (broken.error) process.kill();
  stream.once('error', process.kill);
  stream.pipe(process.stdin);
};

const unreadable = (error: Error): AppError => {
  const { code = 'no reason was told' } = error as NodeJS.ErrnoException;
  const [server, action] = ['the Quayside host', 'Reading what is sent'];
  const stderr = `It cannot be read: ${code}.`;
  return new AppError('REMOTE_FAILED', { server, action, stderr, cure: 'Send it anew.' }, { cause: error });
};

const finish = async (
  process: RemoteProcess,
  options: ExecOptions,
  source: Source | undefined,
): Promise<ExecResult> => {
  let truncated = false;
  const onOverflow = () => {
    truncated = true;
    process.kill();
  };
  const maxBytes = options.maxBytes ?? 4 * 1024 * 1024;
  const stdout = collect(process.stdout, maxBytes, onOverflow);
  const stderr = collect(process.stderr, maxBytes, onOverflow);
  process.stdin.on('error', () => undefined); // a program may end without reading; its exit tells the story
  if (source) feed(source, process);
  else process.stdin.end(options.stdin ?? '');
  const exit = await process.done.catch((error: unknown) => {
    if (truncated || source?.broken.error) return { exitCode: null, signal: 'SIGKILL' };
    throw error;
  });
  if (source?.broken.error) throw unreadable(source.broken.error);
  if (!process.stderr.readableEnded && !truncated) await finished(process.stderr);
  return { ...exit, stdout: stdout(), stderr: stderr(), truncated };
};

/** Runs a program to its end. Any exit code is a result; only the transport, deadlines and aborts reject. */
export const exec = async (
  connection: SshConnection,
  argv: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> => {
  const { timeoutMs = 60_000, signal, stdin } = options;
  const what = `${argv[0]} on ${connection.label}`;
  const source = stdin instanceof Readable ? sourceOf(stdin) : undefined;
  try {
    if (signal?.aborted) throw cancelled(what);
    const process = await spawn(connection, argv, options);
    const onTimeout = () =>
      timedOut(connection.label, `${argv[0]} did not finish within ${timeoutMs / 1000} s`);
    return await withDeadline<ExecResult>({ timeoutMs, signal, what, onTimeout }, (resolve, reject) => {
      finish(process, options, source).then(resolve, reject);
      return process.kill;
    });
  } finally {
    source?.stream.destroy();
  }
};

/** The last characters of a program's standard error, as an error may carry them. */
export const endOfStderr = (stderr: Buffer): string => stderr.toString('utf8').slice(-stderrEndLength);

export interface ExecOrThrowOptions extends ExecOptions {
  /** What the person wanted, as the beginning of a sentence: "Reading the disk's size". */
  readonly action: string;
  readonly cure?: string | undefined;
}

/** Like exec, but any exit other than 0 is REMOTE_FAILED with the end of stderr; too much output is LIMIT. */
export const execOrThrow = async (
  connection: SshConnection,
  argv: readonly string[],
  options: ExecOrThrowOptions,
): Promise<ExecResult> => {
  const result = await exec(connection, argv, options);
  const { action } = options;
  if (result.truncated)
    throw new AppError('LIMIT', { what: action, limit: options.maxBytes ?? 4 * 1024 * 1024 });
  if (result.exitCode === 0) return result;
  const stderr = endOfStderr(result.stderr);
  const isFull = /no space left on device/i.test(stderr);
  const cure = options.cure ?? (isFull ? 'Free some space on the server.' : undefined);
  const exitCode = result.exitCode ?? undefined;
  throw new AppError('REMOTE_FAILED', { server: connection.label, action, exitCode, stderr, cure });
};
