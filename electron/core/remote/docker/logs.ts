import { AppError } from '#shared/model/errors.ts';
import { readChunks } from './chunks.ts';
import type { DockerClient } from './client.ts';
import { inspectContainer } from './containers.ts';
import { createDemultiplexer, type LogLine } from './log-frames.ts';
import { createLineAssembler, createPlainSplitter, framePrefixBytes } from './log-lines.ts';
import { part } from './request.ts';

export type { LogLine } from './log-frames.ts';

export interface LogOptions {
  readonly follow?: boolean | undefined;
  /** Epoch seconds (fractions allowed) or an RFC 3339 time; lines at that very instant come again. */
  readonly since?: number | string | undefined;
  readonly until?: number | string | undefined;
  readonly tail?: number | 'all' | undefined;
  readonly stdout?: boolean | undefined;
  readonly stderr?: boolean | undefined;
  readonly maxLineBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Lines that came together, at most 500. */
export interface LogBatch {
  readonly lines: readonly LogLine[];
}

const batchLines = 500;

/** The API takes epoch seconds with nanoseconds only; Docker's own times keep all their digits that way. */
const apiTime = (time: number | string | undefined): string | undefined => {
  if (typeof time !== 'string' || /^\d+(\.\d+)?$/.test(time)) return time?.toString();
  const fraction = /\.(\d{1,9})/.exec(time)?.[1] ?? '';
  const seconds = Math.floor(Date.parse(time) / 1000);
  if (Number.isFinite(seconds)) return `${seconds}.${fraction.padEnd(9, '0')}`;
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'since', message: 'This is not a time.' }] });
};

const queryOf = ({
  follow = false,
  since,
  until,
  tail = 'all',
  stdout = true,
  stderr = true,
}: LogOptions) => ({
  follow,
  since: apiTime(since),
  until: apiTime(until),
  tail,
  stdout,
  stderr,
  timestamps: true,
});

interface Source {
  readonly path: string;
  /** The container whose log it is; a service's log names the task of each line itself. */
  readonly container: string | undefined;
  readonly isPlain: boolean;
}

async function* readLog(docker: DockerClient, source: Source, options: LogOptions): AsyncGenerator<LogBatch> {
  const { signal, maxLineBytes = 16 * 1024 } = options;
  const action = 'Reading a log';
  const query = { ...queryOf(options), details: source.container === undefined };
  const response = await docker.stream({ action, path: source.path, query, signal });
  const maxFrameBytes = maxLineBytes + framePrefixBytes;
  const split = source.isPlain ? createPlainSplitter(maxFrameBytes) : createDemultiplexer(maxFrameBytes);
  const assembler = createLineAssembler(maxLineBytes, source.container);
  for await (const chunk of readChunks(response, { server: docker.server, action, signal })) {
    const lines = assembler.add(split(chunk));
    for (let at = 0; at < lines.length; at += batchLines) yield { lines: lines.slice(at, at + batchLines) };
  }
  const rest = assembler.rest();
  if (rest.length > 0) yield { lines: rest };
}

/** The log of one container; NOT_FOUND when it is gone, ends by itself unless `follow`. */
export async function* containerLogs(
  docker: DockerClient,
  id: string,
  options: LogOptions = {},
): AsyncGenerator<LogBatch> {
  const container = await inspectContainer(docker, id);
  if (!container) throw new AppError('NOT_FOUND', { kind: 'container', id });
  const path = `/containers/${part(container.id)}/logs`;
  yield* readLog(docker, { path, container: container.id, isPlain: container.hasTty }, options);
}

/** The logs of all tasks of a Swarm service as Docker merges them; each line names its task. */
export async function* serviceLogs(
  docker: DockerClient,
  id: string,
  options: LogOptions = {},
): AsyncGenerator<LogBatch> {
  yield* readLog(
    docker,
    { path: `/services/${part(id)}/logs`, container: undefined, isPlain: false },
    options,
  );
}
