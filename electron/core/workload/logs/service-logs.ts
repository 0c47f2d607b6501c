import type { LogBatch, LogLine } from '#shared/contract/log.ts';
import { isAppError } from '#shared/model/errors.ts';
import { Latch } from '../../events/latch.ts';
import { LineBuffer, mergedByTime } from '../../events/line-buffer.ts';
import { dockerTime, limitOf } from '../../events/log-times.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { WorkloadParts } from '../parts.ts';
import type { Output, Runtime } from '../runtime/runtime.ts';

/** What part of a service's output is wanted; see `logInput` of the contract. */
export interface LogRange {
  readonly tail: number;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly follow: boolean;
  readonly search?: string | undefined;
}

type LogParts = Pick<WorkloadParts, 'servers' | 'watches' | 'runtime'>;

const batchLines = 500;
/** The most that one look back may keep, whatever number of lines was asked for. */
const backlogChars = 32 * 1024 * 1024;

type Wanted = LogRange & { readonly since?: string | undefined; readonly until?: string | undefined };

const matcherOf = (search: string | undefined): ((text: string) => boolean) => {
  if (!search) return () => true;
  const wanted = search.toLowerCase();
  return (text) => text.toLowerCase().includes(wanted);
};

/** The newest lines of one container, at most as many as asked for. */
const readBack = async (
  logsOf: (options: Parameters<Runtime['logs']>[2]) => ReturnType<Runtime['logs']>,
  source: string,
  parts: { range: Wanted; chars: number; signal: AbortSignal },
): Promise<{ lines: LogLine[]; lastAt: string | undefined }> => {
  const { range, chars, signal } = parts;
  const isMatch = matcherOf(range.search);
  let lines: LogLine[] = [];
  let size = 0;
  let lastAt: string | undefined;
  const tail = range.search ? ('all' as const) : range.tail;
  const options = { tail, since: range.since, until: range.until, signal };
  for await (const batch of logsOf(options)) {
    for (const { at, stream, text } of batch.lines) {
      lastAt = at;
      if (!isMatch(text)) continue;
      lines.push({ at, stream, source, text });
      size += text.length;
    }
    if (lines.length > range.tail * 2 + batchLines) lines = lines.slice(-range.tail);
    while (size > chars && lines.length > 1) size -= lines.shift()?.text.length ?? 0;
  }
  return { lines: range.tail === 0 ? [] : lines.slice(-range.tail), lastAt };
};

/** One reader of a service's output: what there is, then what comes, from every replica there is or will be. */
class ServiceLogs {
  readonly #parts: LogParts;
  readonly #serverId: string;
  readonly #serviceId: string;
  readonly #range: Wanted;
  readonly #signal: AbortSignal;
  readonly #isMatch: (text: string) => boolean;
  /** Time of the last line read of each container, also of one that did not match. */
  readonly #lastAt = new Map<string, string>();
  readonly #attached = new Set<string>();
  readonly #buffer = new LineBuffer();

  constructor(
    parts: LogParts,
    where: { serverId: string; serviceId: string },
    range: Wanted,
    signal: AbortSignal,
  ) {
    this.#parts = parts;
    this.#serverId = where.serverId;
    this.#serviceId = where.serviceId;
    this.#range = range;
    this.#signal = signal;
    this.#isMatch = matcherOf(range.search);
  }

  #use<T>(run: (engine: Runtime, server: SshConnection) => Promise<T>): Promise<T> {
    const { servers, runtime } = this.#parts;
    return servers.use(this.#serverId, (server) => run(runtime, server), this.#signal);
  }

  backlog(): Promise<LogLine[]> {
    return this.#use(async (engine, server) => {
      const outputs = await engine.outputs(server, this.#serviceId);
      const chars = backlogChars / Math.max(1, outputs.length);
      const parts = { range: this.#range, chars, signal: this.#signal };
      const read = await Promise.all(
        outputs.map(async ({ containerId, source }) => {
          const logsOf = (options: Parameters<Runtime['logs']>[2]) =>
            engine.logs(server, containerId, options);
          const { lines, lastAt } = await readBack(logsOf, source, parts);
          if (lastAt !== undefined) this.#lastAt.set(containerId, lastAt);
          return lines;
        }),
      );
      const all = mergedByTime(read.flat());
      return this.#range.tail === 0 ? [] : all.slice(-this.#range.tail);
    });
  }

  live(): AsyncGenerator<LogBatch, void> {
    void this.#produce().then(
      () => this.#buffer.end(),
      (error: unknown) => this.#buffer.end({ error }),
    );
    return this.#buffer.read(this.#signal);
  }

  async #produce(): Promise<void> {
    const news = new Latch();
    const hold = this.#parts.watches.hold(this.#serverId);
    const stop = hold.watch.subscribe((event) => {
      if (event === null || event.isStart) news.open();
    });
    try {
      while (!this.#signal.aborted) {
        await this.#attachAll();
        await news.wait(60_000, this.#signal);
      }
    } finally {
      stop();
      hold.release();
    }
  }

  async #attachAll(): Promise<void> {
    try {
      const outputs = await this.#use((engine, server) => engine.outputs(server, this.#serviceId));
      for (const output of outputs) {
        if (output.isRunning && !this.#attached.has(output.containerId)) void this.#attach(output);
      }
    } catch (error) {
      // the watch tells when the server is back
      if (!isAppError(error, 'UNREACHABLE') && !isAppError(error, 'CANCELLED')) throw error;
    }
  }

  async #attach(output: Output): Promise<void> {
    this.#attached.add(output.containerId);
    try {
      await this.#use((engine, server) => this.#copy(engine, server, output));
    } catch (error) {
      const isGone = isAppError(error, 'NOT_FOUND') || isAppError(error, 'CANCELLED');
      if (!isGone && !isAppError(error, 'UNREACHABLE')) this.#buffer.end({ error });
    } finally {
      this.#attached.delete(output.containerId);
    }
  }

  async #copy(engine: Runtime, server: SshConnection, output: Output): Promise<void> {
    const { containerId, source } = output;
    const last = this.#lastAt.get(containerId);
    const isOld = last === undefined && this.#range.tail === 0;
    const options = {
      follow: true,
      signal: this.#signal,
      ...(isOld
        ? { tail: 0 }
        : { tail: 'all' as const, since: last === undefined ? undefined : dockerTime(last) }),
    };
    for await (const batch of engine.logs(server, containerId, options)) {
      const lines: LogLine[] = [];
      for (const { at, stream, text } of batch.lines) {
        // the line at that very instant comes again
        if (last !== undefined && at <= last) continue;
        this.#lastAt.set(containerId, at);
        if (this.#isMatch(text)) lines.push({ at, stream, source, text });
      }
      this.#buffer.push(lines);
    }
  }
}

/**
 * The output of all replicas of a service, merged by time: the newest lines first, then what comes. Replicas
 * that start later join in; after a lost connection it goes on where it was.
 */
export async function* followServiceLogs(
  parts: LogParts,
  where: { readonly serverId: string; readonly serviceId: string },
  range: LogRange,
  signal: AbortSignal,
): AsyncGenerator<LogBatch, void> {
  const since = limitOf('since', range.since);
  const until = limitOf('until', range.until);
  const end = new AbortController();
  const stop = AbortSignal.any([signal, end.signal]);
  const logs = new ServiceLogs(parts, where, { ...range, since, until }, stop);
  try {
    const backlog = await logs.backlog();
    for (let at = 0; at < backlog.length && !stop.aborted; at += batchLines) {
      yield { lines: backlog.slice(at, at + batchLines) };
    }
    if (range.follow && until === undefined && !stop.aborted) yield* logs.live();
  } finally {
    end.abort();
  }
}
