import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeOnSmallDisk, mountSmallDisk, type SmallDisk } from '#test/support/small-disk.ts';
import { createHostLog } from './host-log.ts';
import { LineFile } from './line-file.ts';

const open = (path: string, largestBytes = 1_000_000): LineFile =>
  new LineFile(path, { largestBytes, tellLost: ({ count, reason }) => `lost ${count}: ${reason}\n` });
const linesOf = (path: string): string[] => readFileSync(path, 'utf8').split('\n').filter(Boolean);

describe('a file of lines', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quayside-lines-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('goes on in a new file beyond its largest size, and keeps one older', () => {
    const file = open(join(folder, 'a.log'), 100);
    for (let n = 0; n < 40; n += 1) file.append(`line ${n}\n`);
    file.close();
    const kept = [...linesOf(join(folder, 'a.log.1')), ...linesOf(join(folder, 'a.log'))];
    expect(kept.at(-1)).toBe('line 39');
    expect(kept.length).toBeLessThan(40);
  });

  it('drops and counts what cannot be written, whatever the reason, and says so in the next line', () => {
    writeFileSync(join(folder, 'in-the-way'), '');
    const file = open(join(folder, 'in-the-way', 'a.log'));
    file.append('one\n');
    file.append('two\n');
    rmSync(join(folder, 'in-the-way'));
    file.append('three\n');
    file.close();
    const [lost = '', ...rest] = linesOf(join(folder, 'in-the-way', 'a.log'));
    expect(lost).toMatch(/^lost 2: (?:EEXIST|ENOTDIR)/);
    expect(rest).toEqual(['three']);
  });
});

describeOnSmallDisk('on a disk that is full', () => {
  let disk: SmallDisk;
  beforeEach(() => {
    disk = mountSmallDisk(1);
  });
  afterEach(() => disk.remove());

  it('a line is dropped without a throw, half a line is ended, and the next one is whole', () => {
    const path = join(disk.path, 'a.log');
    const file = open(path);
    file.append('before\n');
    disk.fill();
    for (let n = 0; n < 5; n += 1) file.append(`${'x'.repeat(6_000)}\n`);
    disk.free();
    file.append('after\n');
    file.close();
    const lines = linesOf(path);
    expect(lines[0]).toBe('before');
    expect(lines.at(-2)).toMatch(/^lost 5: ENOSPC/);
    expect(lines.at(-1)).toBe('after');
  });

  it('the host log neither throws nor rejects, and counts', async () => {
    const path = join(disk.path, 'host.log');
    const rejected: unknown[] = [];
    const onRejection = (error: unknown) => rejected.push(error);
    process.on('unhandledRejection', onRejection);
    const log = createHostLog(path);
    log.info('before');
    await expect.poll(() => linesOf(path).length).toBe(1);
    disk.fill();
    for (let n = 0; n < 10; n += 1) log.error('full', { text: 'y'.repeat(3_000) });
    await new Promise(setImmediate);
    disk.free();
    log.info('after');
    await expect.poll(() => linesOf(path).at(-1)).toContain('"after"');
    const messages = linesOf(path).flatMap((line) => (line.endsWith('}') ? [JSON.parse(line).msg] : []));
    expect(messages.at(-2)).toMatch(/^\d+ lines were not written$/);
    await new Promise(setImmediate);
    process.off('unhandledRejection', onRejection);
    expect(rejected).toEqual([]);
  });
});
