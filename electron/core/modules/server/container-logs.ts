import type { LogBatch, LogLine } from '#shared/contract/log.ts';
import { AppError } from '#shared/model/errors.ts';
import type { LogLine as RemoteLine } from '../../remote/docker/logs.ts';
import type { ServerContext } from './context.ts';

interface ContainerLogRange {
  readonly serverId: string;
  readonly containerId: string;
  readonly tail: number;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly follow: boolean;
  readonly search?: string | undefined;
}

const batchMs = 50;
const batchLines = 500;

const instantOf = (field: string, text: string | undefined): string | number | undefined => {
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,12}(?:\.\d{1,9})?$/.test(text)) return Number(text);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)))
    return text;
  const message = 'must be an instant such as 2026-11-21T01:00:00Z, or seconds since 1970';
  throw new AppError('INVALID_INPUT', { issues: [{ path: field, message }] });
};

const toLine = ({ at, stream, text, replica }: RemoteLine): LogLine => ({
  at,
  stream,
  source: replica,
  text,
});

const wait = (ms: number): Promise<'late'> =>
  new Promise((resolve) => {
    setTimeout(() => resolve('late'), ms);
  });

/** Reading `since` the last line's instant goes on after it, that very instant coming again. */
const batchOf = (lines: LogLine[]): LogBatch => {
  const cursor = lines.at(-1)?.at;
  return { lines, ...(cursor ? { cursor } : {}) };
};

/** The next lines of a source; a failure waits for `value` to be asked, so that what came before is given out. */
const pull = (iterator: AsyncIterator<readonly LogLine[]>) => {
  const value = iterator.next();
  return { value, settled: value.catch(() => 'failed' as const) };
};

/** Joins what comes within 50 ms, up to 500 lines; a slow reader holds the source up instead of memory. */
export async function* inBatches(source: AsyncIterable<readonly LogLine[]>): AsyncGenerator<LogBatch, void> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    let pulled = pull(iterator);
    for (;;) {
      const first = await pulled.value;
      if (first.done) return;
      const lines = [...first.value];
      pulled = pull(iterator);
      const late = wait(batchMs);
      while (lines.length < batchLines) {
        const more = await Promise.race([pulled.settled, late]);
        if (more === 'late' || more === 'failed' || more.done) break;
        lines.push(...more.value);
        pulled = pull(iterator);
      }
      for (let at = 0; at < lines.length; at += batchLines) yield batchOf(lines.slice(at, at + batchLines));
    }
  } finally {
    await iterator.return?.();
  }
}

async function* linesOf(context: ServerContext, range: ContainerLogRange): AsyncGenerator<LogLine[]> {
  const { serverId, containerId, search, follow } = range;
  const { signal } = context;
  const [{ dockerOver }, { containerLogs }] = await Promise.all([
    import('../../remote/docker/client.ts'),
    import('../../remote/docker/logs.ts'),
  ]);
  const wanted = search ? search.toLowerCase() : undefined;
  using lease = await context.servers.acquire(serverId, signal);
  const logs = containerLogs(dockerOver(lease.connection), containerId, {
    follow,
    // a search is for all that is there, not for the last lines of it
    tail: wanted === undefined ? range.tail : 'all',
    since: instantOf('since', range.since),
    until: instantOf('until', range.until),
    signal,
  });
  for await (const { lines } of logs) {
    const found = wanted ? lines.filter(({ text }) => text.toLowerCase().includes(wanted)) : lines;
    if (found.length > 0) yield found.map(toLine);
  }
}

/** The output of any container of a server; with `search` only lines that hold it, from the whole log. */
export const followContainerLogs = (
  context: ServerContext,
  range: ContainerLogRange,
): AsyncGenerator<LogBatch, void> => {
  instantOf('since', range.since);
  instantOf('until', range.until);
  return inBatches(linesOf(context, range));
};
