import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileFor, readFileMap } from './file-map.ts';

const outside = mkdtempSync(join(tmpdir(), 'quayside-map-'));
const folder = join(outside, 'renderer');
mkdirSync(join(folder, 'assets'), { recursive: true });
for (const name of ['index.html', 'assets/index-a1.js', 'assets/index-a1.js.map', '../secret.txt']) {
  writeFileSync(join(folder, name), name);
}
afterAll(() => rmSync(outside, { recursive: true }));
const files = readFileMap(folder);

describe('the fixed map of files', () => {
  it('serves the built files with their types', () => {
    expect(fileFor(files, 'app://quayside/assets/index-a1.js')).toEqual({
      path: join(folder, 'assets', 'index-a1.js'),
      contentType: 'text/javascript; charset=utf-8',
    });
    expect(fileFor(files, 'app://quayside/index.html')?.contentType).toBe('text/html; charset=utf-8');
  });

  it.each(['app://quayside/', 'app://quayside/o/org_1/service/svc_1/logs?since=1h'])(
    'answers the place %s with the page',
    (url) => {
      expect(fileFor(files, url)?.path).toBe(join(folder, 'index.html'));
    },
  );

  it.each([
    'app://quayside/../secret.txt',
    'app://quayside/%2e%2e/secret.txt',
    'app://quayside/..%2fsecret.txt',
    'app://quayside/assets/..\\..\\secret.txt',
    'app://quayside/assets/index-a1.js.map',
    'app://quayside/assets/missing.js',
    'app://quayside/__proto__.js',
    'app://evil/index.html',
    'file:///etc/passwd',
  ])('knows nothing of %s', (url) => {
    expect(fileFor(files, url)).toBeUndefined();
  });
});
