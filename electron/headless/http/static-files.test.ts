import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findStaticFile, type StaticFiles, staticFilesOf } from './static-files.ts';

let folder: string;
let files: StaticFiles;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-static-'));
  mkdirSync(join(folder, 'assets'));
  for (const name of [
    'index.html',
    'rest.html',
    'assets/main-abc.js',
    'assets/main-abc.js.map',
    'assets/main.css',
    '.env',
    'x.exe',
  ]) {
    writeFileSync(join(folder, name), name);
  }
  files = staticFilesOf(folder);
  writeFileSync(join(folder, 'later.js'), 'added after the start');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const page = 'text/html,*/*';
const find = (path: string, accept?: string) =>
  findStaticFile(files, path, accept)?.path.slice(folder.length);

describe('the files of the renderer', () => {
  it('are those of known types that were there at the start', () => {
    expect([...files.keys()].toSorted()).toEqual([
      '/assets/main-abc.js',
      '/assets/main.css',
      '/index.html',
      '/rest.html',
    ]);
    expect(files.get('/assets/main-abc.js')).toMatchObject({
      type: 'text/javascript; charset=utf-8',
      cacheControl: 'max-age=31536000, immutable',
    });
    expect(files.get('/index.html')?.cacheControl).toBe('no-cache');
  });

  it('show the one page for every place in the application', () => {
    expect(find('/')).toBe('/index.html');
    expect(find('/acme/services/svc_1', page)).toBe('/index.html');
    expect(find('/acme/services/svc_1', 'application/json')).toBeUndefined();
    expect(find('/missing.js', page)).toBeUndefined();
    expect(find('/later.js', '*/*')).toBeUndefined();
  });

  it('show the page about the REST interface at /api alone', () => {
    expect(find('/api', page)).toBe('/rest.html');
    expect(find('/api/v2', 'application/json')).toBeUndefined();
  });

  it.each([
    '/../package.json',
    '/assets/../../x',
    '//etc/passwd',
    '/.env',
    '/assets/',
    '/assets/main-abc.js%00',
  ])('are not reached by %s', (path) => {
    expect(find(path, '*/*')).toBeUndefined();
  });
});
