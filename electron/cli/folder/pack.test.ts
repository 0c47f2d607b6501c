import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packFolder } from './pack.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-pack-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};

const packed = async (always: readonly string[] = []): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of packFolder(folder, always)) pieces.push(piece);
  return Buffer.concat(pieces);
};

const listed = async (always?: readonly string[]): Promise<string[]> =>
  execFileSync('tar', ['-tf', '-'], { input: await packed(always), encoding: 'utf8' })
    .split('\n')
    .slice(0, -1);

describe('a packed folder', () => {
  it('leaves out what .dockerignore names, but never that file or the Dockerfile', async () => {
    put({
      '.dockerignore': 'node_modules\n**/*.log\n!keep/this.log\nDockerfile\nsecret/*\n',
      Dockerfile: 'FROM scratch',
      'node_modules/a/index.js': '',
      'src/a.js': '',
      'src/a.log': '',
      'keep/this.log': '',
      'secret/key': '',
    });
    expect(await listed(['Dockerfile'])).toEqual([
      '.dockerignore',
      'Dockerfile',
      'keep/',
      'keep/this.log',
      'secret/',
      'src/',
      'src/a.js',
    ]);
  });

  it('is the same archive whatever the times, and another one for another mode or byte', async () => {
    put({ a: 'one', 'b/c': 'two' });
    const first = await packed();
    utimesSync(join(folder, 'a'), 1, 1);
    expect((await packed()).equals(first)).toBe(true);
    chmodSync(join(folder, 'a'), 0o755);
    expect((await packed()).equals(first)).toBe(false);
  });

  it('keeps links that stay inside, and refuses by name what leads out', async () => {
    put({ 'a/b': 'x' });
    symlinkSync('../a/b', join(folder, 'a/inner'));
    expect(await listed()).toContain('a/inner');
    symlinkSync('../../etc', join(folder, 'a/outer'));
    await expect(packed()).rejects.toThrow(/“a\/outer” is a link that leads out of the folder/);
  });

  it('refuses by name what is no file', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await expect(packed()).rejects.toThrow(/“pipe” is neither a file nor a folder nor a link/);
    put({ '.dockerignore': 'pipe\n' });
    expect(await listed()).toEqual(['.dockerignore']);
  });

  it('refuses by name a file that changes while it is read', async () => {
    put({ big: 'x'.repeat(1_000_000) });
    const pieces = packFolder(folder, []);
    await pieces.next();
    await pieces.next();
    writeFileSync(join(folder, 'big'), 'shorter');
    const rest = async () => {
      for await (const _ of pieces);
    };
    await expect(rest()).rejects.toThrow(/“big” was changed while it was read/);
  });

  it('is none where there is no such folder, or .dockerignore holds what is no pattern', async () => {
    put({ '.dockerignore': '[a\n' });
    await expect(packed()).rejects.toThrow(/no pattern: \[a/);
    rmSync(folder, { recursive: true });
    await expect(packed()).rejects.toThrow(/is no folder of this machine/);
  });
});
