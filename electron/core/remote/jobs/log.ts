import { setTimeout as wait } from 'node:timers/promises';
import { isAppError } from '#shared/model/errors.ts';
import { readFile, readFrom } from '../ssh/sftp.ts';
import type { SshConnection } from '../ssh/types.ts';
import { checkJobId } from './job-id.ts';
import { jobsFolder } from './run-script.ts';
import { hasEnded, jobStatus, parseStatusLine } from './status.ts';

/** Whole lines that came together; `offset` is the byte to go on from after them. */
export interface JobLogBatch {
  readonly offset: number;
  readonly lines: readonly string[];
}

export interface FollowOptions {
  /** The byte offset of an earlier batch; the log's beginning unless said. */
  readonly from?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly pollMs?: number | undefined;
}

const chunkBytes = 256 * 1024;
/** Output without a line end is given out in pieces of this size, so that it cannot grow here. */
const longestLineBytes = 64 * 1024;
/** How often a quiet job is asked whether it is alive at all. */
const aliveCheckMs = 5_000;

/** The whole lines of a piece of log and the bytes they take; all of it when it is the log's last. */
const wholeLines = (bytes: Buffer, isLast: boolean): { lines: string[]; length: number } => {
  const lastEnd = bytes.lastIndexOf(10) + 1;
  const isAll = isLast || (lastEnd === 0 && bytes.length >= longestLineBytes);
  const length = isAll ? bytes.length : lastEnd;
  const text = bytes.toString('utf8', 0, length);
  if (length === 0) return { lines: [], length };
  return { lines: text.replace(/\n$/, '').split('\n'), length };
};

const readLog = async (connection: SshConnection, path: string, offset: number): Promise<Buffer> => {
  try {
    return await readFrom(connection, path, offset, chunkBytes);
  } catch (error) {
    if (isAppError(error, 'NOT_FOUND')) return Buffer.alloc(0);
    throw error;
  }
};

/** Looks at the status file, and once in a while at the process itself. */
const createEndCheck = (connection: SshConnection, id: string, path: string) => {
  let checkedAt = Date.now();
  return async (): Promise<boolean> => {
    const bytes = await readFile(connection, path, { maxBytes: 1_000 }).catch((error: unknown) => {
      if (isAppError(error, 'NOT_FOUND')) return Buffer.from('absent');
      throw error;
    });
    const status = parseStatusLine(bytes.toString('latin1'));
    if (hasEnded(status)) return true;
    if (Date.now() - checkedAt < aliveCheckMs) return false;
    checkedAt = Date.now();
    return hasEnded(await jobStatus(connection, id));
  };
};

/**
 * A job's log from a byte offset, as it grows; ends when the job has ended and all is read, or quietly when
 * the signal aborts. After a lost connection go on over a new one from the last batch's offset.
 */
export async function* followJobLog(
  connection: SshConnection,
  id: string,
  { from = 0, signal, pollMs = 150 }: FollowOptions = {},
): AsyncGenerator<JobLogBatch> {
  const folder = `${await jobsFolder(connection)}/${checkJobId(id)}`;
  const isEnded = createEndCheck(connection, id, `${folder}/status`);
  let offset = from;
  let isLast = false;
  while (!signal?.aborted) {
    const bytes = await readLog(connection, `${folder}/log`, offset);
    const isRest = isLast && bytes.length < chunkBytes;
    const { lines, length } = wholeLines(bytes, isRest);
    offset += length;
    if (lines.length > 0) yield { offset, lines };
    if (isRest) return;
    if (length > 0) continue;
    isLast = await isEnded();
    if (!isLast) await wait(pollMs, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}
