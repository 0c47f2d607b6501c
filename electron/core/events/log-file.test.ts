import { appendFileSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogBatch, LogLine } from '#shared/contract/log.ts';
import { describeOnSmallDisk, mountSmallDisk, type SmallDisk } from '#test/support/small-disk.ts';
import { LogFile, readLog } from './log-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-log-'));
});
afterEach(() => rm(folder, { recursive: true }));

const line = (text: string): LogLine => ({
  at: '2026-01-01T00:00:00Z',
  stream: 'stdout',
  source: 'build',
  text,
});
const endless = new AbortController().signal;

const collect = async (
  batches: AsyncIterable<LogBatch>,
): Promise<{ texts: string[]; cursor: string | undefined }> => {
  const texts: string[] = [];
  let cursor: string | undefined;
  for await (const batch of batches) {
    texts.push(...batch.lines.map(({ text }) => text));
    cursor = batch.cursor;
  }
  return { texts, cursor };
};

describe('a log file', () => {
  it('is followed from its beginning to its end, while it is written', async () => {
    const log = new LogFile(join(folder, 'a.log'));
    await log.append([line('one')]);
    const reading = collect(log.follow(undefined, endless));
    for (let index = 0; index < 2_000; index += 1) void log.append([line(`line ${index}`)]);
    await log.close();
    const { texts } = await reading;
    expect(texts).toHaveLength(2_001);
    expect(texts.at(-1)).toBe('line 1999');
  });

  it('goes on after a cursor without loss or repetition', async () => {
    const path = join(folder, 'b.log');
    const log = new LogFile(path);
    await log.append(['one', 'two'].map(line));
    const { cursor } = await collect(readLog(path, undefined, endless));
    await log.append(['three', '✓ four'].map(line));
    await log.close();
    expect((await collect(readLog(path, cursor, endless))).texts).toEqual(['three', '✓ four']);
  });

  it('skips a line that a kill cut in half', async () => {
    const path = join(folder, 'c.log');
    const log = new LogFile(path);
    await log.append([line('one')]);
    await log.close();
    appendFileSync(path, '{"at":"2026\n');
    const again = new LogFile(path);
    await again.append([line('two')]);
    await again.close();
    expect((await collect(readLog(path, undefined, endless))).texts).toEqual(['one', 'two']);
  });

  it('is empty where nothing was written', async () => {
    expect((await collect(readLog(join(folder, 'none.log'), undefined, endless))).texts).toEqual([]);
  });
});

describeOnSmallDisk('a log file on a disk that is full', () => {
  let disk: SmallDisk;
  beforeEach(() => {
    disk = mountSmallDisk(1);
  });
  afterEach(() => disk.remove());

  it('says so once, drops and counts lines, and goes on by itself, followed all the while', async () => {
    const path = join(disk.path, 'logs', 'a.log');
    const log = new LogFile(path);
    await log.append([line('before')]);
    const reading = collect(log.follow(undefined, endless));
    disk.fill();
    const long = 'x'.repeat(6_000);
    const dropped = Array.from({ length: 5 }, () => log.append([line(long)]));
    const told = (await Promise.allSettled(dropped)).filter(({ status }) => status === 'rejected');
    expect(told).toMatchObject([{ reason: { code: 'ENOSPC' } }]);
    disk.free();
    await log.append([line('after')]);
    await log.close();
    const { texts } = await reading;
    expect(texts.filter((text) => text !== long)).toEqual([
      'before',
      expect.stringMatching(/^[1-5] lines? could not be written here/),
      'after',
    ]);
  });
});
