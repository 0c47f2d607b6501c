import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import type { RemoteExit } from '../ssh/spawn.ts';
import { type Terminal, terminalSize } from '../ssh/terminal.ts';
import type { DockerClient } from './client.ts';
import { part } from './request.ts';

export interface ExecTerminalOptions {
  readonly argv: readonly string[];
  readonly cols: number;
  readonly rows: number;
  readonly user?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

const action = 'Opening a terminal in a container';

/** The size as rows and columns that a program finds as it starts (from Docker 23, API 1.42; older ones pass it over). */
const consoleSize = ({ cols, rows }: ExecTerminalOptions): [number, number] => {
  const size = terminalSize(cols, rows);
  return [size.rows, size.cols];
};

const createExec = async (
  docker: DockerClient,
  container: string,
  options: ExecTerminalOptions,
): Promise<string> => {
  const env = Object.entries({ TERM: 'xterm-256color', ...options.env }).map(([k, v]) => `${k}=${v}`);
  const { Id } = await docker.json({
    action,
    method: 'POST',
    path: `/containers/${part(container)}/exec`,
    body: {
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Tty: true,
      Cmd: options.argv,
      Env: env,
      ConsoleSize: consoleSize(options),
      ...(options.user ? { User: options.user } : {}),
    },
    schema: z.object({ Id: z.string() }),
    signal: options.signal,
  });
  return Id;
};

const exitSchema = z.object({ ExitCode: z.number().nullish() });

const exitOf = async (docker: DockerClient, exec: string, stream: Duplex): Promise<RemoteExit> => {
  await once(stream, 'close');
  const found = await docker.find({ action, path: `/exec/${part(exec)}/json`, schema: exitSchema });
  return { exitCode: found?.ExitCode ?? null, signal: null };
};

const stepMs = 100;

/**
 * Docker leaves a program running whose terminal is gone, and has no call to end it. So it is interrupted
 * (Ctrl-C) and told the end of input (Ctrl-D) first, as a person leaving would; one that heeds neither stays.
 */
const hangUp = (stream: Duplex): void => {
  if (!stream.writable) return;
  stream.write('\u0003');
  setTimeout(() => stream.write('\u0004'), stepMs);
  setTimeout(() => stream.destroy(), 3 * stepMs);
};

/** Opens a pseudo terminal with a program inside a running container. */
export const execTerminal = async (
  docker: DockerClient,
  container: string,
  options: ExecTerminalOptions,
): Promise<Terminal> => {
  const exec = await createExec(docker, container, options);
  const path = `/exec/${part(exec)}`;
  const resize = async (columns: number, lines: number) => {
    const { cols: w, rows: h } = terminalSize(columns, lines);
    await docker.send({
      action,
      method: 'POST',
      path: `${path}/resize`,
      query: { w, h },
      accept: [404, 409],
    });
  };
  // Docker lets the size wait until the program starts. Told only after the start, a Docker before 23 has let programs
  // begin with none: redis-cli then asks the terminal itself, and waits for an answer before its prompt.
  const [stream] = await Promise.all([
    docker.upgrade({
      action,
      method: 'POST',
      path: `${path}/start`,
      body: { Detach: false, Tty: true, ConsoleSize: consoleSize(options) },
      signal: options.signal,
    }),
    resize(options.cols, options.rows),
  ]);
  const close = () => hangUp(stream);
  options.signal?.addEventListener('abort', close, { once: true });
  stream.once('close', () => options.signal?.removeEventListener('abort', close));
  stream.on('error', () => stream.destroy());
  const done = exitOf(docker, exec, stream);
  done.catch(() => undefined);
  return { stream, done, resize, close };
};
