import { type FileHandle, mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LogBatch, LogLine } from '#shared/contract/log.ts';

// Holds any whole line: 16,384 characters at up to 6 bytes each when escaped.
const chunkBytes = 256 * 1024;
const batchLines = 500;
const maxLineChars = 16_384;

/** How far a writer got; a reader that has caught up waits for more of it. */
interface Growth {
  isClosed: boolean;
  readonly waiting: Set<() => void>;
}

/**
 * The log of one deployment or set-up: JSON lines on disk, written by one writer, read by any number from
 * any byte offset (the cursor). A slow reader costs no memory, since it reads from the disk at its own pace.
 */
export class LogFile {
  readonly #path: string;
  readonly #growth: Growth = { isClosed: false, waiting: new Set() };
  #handle: FileHandle | null = null;
  #queue: Promise<void> = Promise.resolve();
  /** Lines that the disk did not take since it took the last one. */
  #lost = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Appends in order; resolves when the lines are handed to the operating system. What the disk does not take is
   * dropped, counted, and told of before the next line that it takes. Rejects with the first of such failures only.
   */
  append(lines: readonly LogLine[]): Promise<void> {
    const done = this.#queue.then(() => this.#writeOrLose(lines));
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #writeOrLose(lines: readonly LogLine[]): Promise<void> {
    try {
      await this.#write(
        this.#lost === 0 ? textOf(lines) : `\n${textOf([lostLine(this.#lost, lines), ...lines])}`,
      );
      this.#lost = 0;
    } catch (error) {
      const isFirst = this.#lost === 0;
      this.#lost += lines.length;
      if (isFirst) throw error;
    }
  }

  async #write(text: string): Promise<void> {
    if (!this.#handle) {
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
      this.#handle = await open(this.#path, 'a', 0o600);
    }
    await this.#handle.appendFile(text);
    wakeAll(this.#growth);
  }

  /** Ends every follower once it has read all there is. */
  async close(): Promise<void> {
    await this.#queue;
    this.#growth.isClosed = true;
    wakeAll(this.#growth);
    await this.#handle?.close();
    this.#handle = null;
  }

  /** Reads from a cursor to the end, and on with the writer where it follows. */
  follow(cursor: string | undefined, signal: AbortSignal): AsyncGenerator<LogBatch, void> {
    return readLog(this.#path, cursor, signal, this.#growth);
  }
}

const textOf = (lines: readonly LogLine[]): string =>
  lines.map((line) => `${JSON.stringify({ ...line, text: line.text.slice(0, maxLineChars) })}\n`).join('');

/** Said after an empty line, which ends what the disk took only half of. */
const lostLine = (count: number, [next]: readonly LogLine[]): LogLine => ({
  at: next?.at ?? new Date(0).toISOString(),
  stream: 'system',
  source: 'quayside',
  text: `${count} ${count === 1 ? 'line' : 'lines'} could not be written here: the disk of Quayside was full or failed`,
});

const wakeAll = (growth: Growth): void => {
  for (const wake of growth.waiting) wake();
  growth.waiting.clear();
};

const untilGrown = (growth: Growth, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener('abort', done);
      growth.waiting.delete(done);
      resolve();
    };
    signal.addEventListener('abort', done, { once: true });
    growth.waiting.add(done);
  });

const sizeOf = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
};

const parseLine = (text: string): LogLine | undefined => {
  try {
    return JSON.parse(text) as LogLine;
  } catch (error) {
    // A kill in the middle of a write leaves half a line; what came before and after it is whole.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/**
 * Reads a log file in batches from a cursor (a byte offset; the beginning without one). Without `growth`
 * it ends at the end of the file.
 */
export async function* readLog(
  path: string,
  cursor: string | undefined,
  signal: AbortSignal,
  growth?: { readonly isClosed: boolean; readonly waiting: Set<() => void> } & Growth,
): AsyncGenerator<LogBatch, void> {
  let offset = Math.max(0, Number.parseInt(cursor ?? '0', 10) || 0);
  while (!signal.aborted) {
    // Asked before reading, so that what is written meanwhile is never missed.
    const wasClosed = growth?.isClosed ?? true;
    const size = await sizeOf(path);
    while (offset < size && !signal.aborted) {
      const { batch, next } = await readBatch(path, offset);
      if (next === offset) break;
      offset = next;
      yield batch;
    }
    if (!growth || wasClosed) return;
    if ((await sizeOf(path)) === size && !growth.isClosed) await untilGrown(growth, signal);
  }
}

const readBatch = async (path: string, offset: number): Promise<{ batch: LogBatch; next: number }> => {
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(chunkBytes);
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes, offset);
    const lines: LogLine[] = [];
    let position = 0;
    while (lines.length < batchLines) {
      const end = buffer.subarray(0, bytesRead).indexOf(10, position);
      if (end < 0) break;
      const line = parseLine(buffer.toString('utf8', position, end));
      if (line) lines.push(line);
      position = end + 1;
    }
    return { batch: { lines, cursor: String(offset + position) }, next: offset + position };
  } finally {
    await handle.close();
  }
};
