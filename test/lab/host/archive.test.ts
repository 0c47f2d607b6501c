import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tarArchive } from './archive.ts';
import { must, run } from './run.ts';

describe('tarArchive', () => {
  test('is read by tar with names, modes, owners, links and contents as given', async () => {
    const archive = tarArchive([
      { path: 'folder/', isFolder: true, mode: 0o700, owner: 1000 },
      { path: 'folder/file', content: 'hello\n', mode: 0o640, owner: 1001 },
      { path: 'link', linkTo: 'folder/file' },
    ]);
    const listing = await must(['tar', '--list', '--verbose', '--numeric-owner'], { input: archive });
    const lines = listing.split('\n').map((line) => line.replace(/\s+/g, ' '));
    expect(lines).toEqual([
      expect.stringMatching(/^drwx------ 1000\/1000 0 .* folder\/$/),
      expect.stringMatching(/^-rw-r----- 1001\/1001 6 .* folder\/file$/),
      expect.stringMatching(/^lrwxrwxrwx|^lrw-r--r-- 0\/0 0 .* link -> folder\/file$/),
    ]);
  });

  test('gives every content back byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (content) => {
        const command = ['tar', '--extract', '--to-command', 'base64 --wrap 0', 'file'];
        const { stdout } = await run(command, { input: tarArchive([{ path: 'file', content }]) });
        expect(stdout).toBe(Buffer.from(content).toString('base64'));
      }),
      { numRuns: 20 },
    );
  });

  test('refuses a path that the format cannot hold', () => {
    expect(() => tarArchive([{ path: 'x'.repeat(101) }])).toThrow('path too long');
  });
});
