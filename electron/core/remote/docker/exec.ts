import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { AppError } from '#shared/model/errors.ts';
import { withDeadline } from '../ssh/deadline.ts';
import { timedOut } from '../ssh/failure.ts';
import type { DockerClient } from './client.ts';
import { createDemultiplexer } from './log-frames.ts';
import { part } from './request.ts';

export interface ContainerExec {
  /** What is done, for the words of a failure. */
  readonly action: string;
  readonly argv: readonly string[];
  /** For what must not be read in the list of processes. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Given by its standard input, which is closed then. */
  readonly input?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a program left that ended by itself. */
export interface ContainerExecResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** No program that is run to its end may say more. */
const maxBytes = 8 * 1024 * 1024;
const defaultTimeoutMs = 30_000;

/**
 * Runs a program of a running container to its end, without a shell. Any exit code is a result;
 * CONFLICT where the container does not run, LIMIT where it says too much.
 */
export async function execInContainer(
  docker: DockerClient,
  container: string,
  { action, argv, env = {}, input, timeoutMs = defaultTimeoutMs, signal }: ContainerExec,
): Promise<ContainerExecResult> {
  const { Id } = await docker.json({
    action,
    method: 'POST',
    path: `/containers/${part(container)}/exec`,
    body: {
      AttachStdin: input !== undefined,
      AttachStdout: true,
      AttachStderr: true,
      Tty: false,
      Cmd: argv,
      Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    },
    schema: z.object({ Id: z.string() }),
    signal,
  });
  const path = `/exec/${part(Id)}`;
  const body = { Detach: false, Tty: false };
  const stream = await docker.upgrade({ action, method: 'POST', path: `${path}/start`, body, signal });
  const onTimeout = () => timedOut(docker.server, `${action} did not end`);
  const said = await withDeadline<Said>({ timeoutMs, signal, what: action, onTimeout }, (resolve, reject) => {
    readAll(stream, action).then(resolve, reject);
    if (input !== undefined) stream.end(input);
    return () => stream.destroy();
  });
  const ended = await docker.find({ action, path: `${path}/json`, schema: exitSchema });
  return { ...said, exitCode: ended?.ExitCode ?? null };
}

interface Said {
  readonly stdout: string;
  readonly stderr: string;
}

const exitSchema = z.object({ ExitCode: z.number().nullish() });

async function readAll(stream: Duplex, what: string): Promise<Said> {
  const demultiplex = createDemultiplexer(maxBytes);
  const said = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new AppError('LIMIT', { what: `The output of: ${what}`, limit: maxBytes });
    for (const frame of demultiplex(chunk)) said[frame.stream].push(frame.payload);
  }
  const textOf = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString('utf8');
  return { stdout: textOf(said.stdout), stderr: textOf(said.stderr) };
}
