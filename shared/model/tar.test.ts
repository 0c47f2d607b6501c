import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tarOf } from './tar.ts';

it('is unpacked by tar as it was packed, with long names and those of any script', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quayside-tar-'));
  try {
    const files = [
      { path: 'compose.yaml', text: 'services: {}\n', mode: '644' },
      { path: `${'long-'.repeat(30)}/deep/x`, text: 'x'.repeat(1_024), mode: '600' },
      { path: 'größe/数.sh', text: 'aé€😀\n', mode: '755' },
      { path: 'none', text: '', mode: '644' },
    ];
    writeFileSync(join(folder, 'all.tar'), tarOf('shop', files, 1_800_000_000));
    execFileSync('tar', ['-xpf', 'all.tar'], { cwd: folder });
    for (const { path, text, mode } of files) {
      const file = join(folder, 'shop', path);
      expect(readFileSync(file, 'utf8')).toBe(text);
      expect((statSync(file).mode & 0o777).toString(8)).toBe(mode);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
