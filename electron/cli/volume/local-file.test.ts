import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnSmallDisk, mountSmallDisk, type SmallDisk } from '#test/support/small-disk.ts';
import { writeLocal } from './local-file.ts';

async function* pieces(count: number) {
  for (let sent = 0; sent < count; sent += 1) yield Buffer.alloc(256 * 1024, 'x');
}

describeOnSmallDisk('a file that is fetched onto a full disk', () => {
  let disk: SmallDisk;
  beforeEach(() => {
    disk = mountSmallDisk(1);
  });
  afterEach(() => disk.remove());

  it('is refused in words, and leaves nothing', async () => {
    const path = join(disk.path, 'big');
    await expect(writeLocal(path, pieces(8), false)).rejects.toThrow(`${path}: the disk is full.`);
    expect(readdirSync(disk.path)).toEqual([]);
  });

  it('leaves alone the one that it was to replace', async () => {
    const path = join(disk.path, 'big');
    writeFileSync(path, 'mine');
    await expect(writeLocal(path, pieces(8), true)).rejects.toThrow('the disk is full');
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(readdirSync(disk.path)).toEqual(['big']);
  });
});
