// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolation looks like this
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readProjects } from './read-projects.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-import-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (path: string, content: string | Buffer): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
};

it('finds the projects of a folder, with their .env and the files that they name', async () => {
  const text = `\ufeff# mine\r\ninclude: [more/part.yaml]
services:
  web: {image: nginx, volumes: ["./conf/nginx.conf:/etc/nginx.conf:ro", "./data:/data", "/etc/passwd:/x"], env_file: web.env}
`;
  put('shop/compose.yaml', text);
  put('shop/.env', 'TAG=1\r\n');
  put('shop/web.env', 'A=1');
  put('shop/conf/nginx.conf', 'x');
  put('shop/data/big', 'x');
  put('shop/unnamed.txt', 'x');
  put('shop/more/part.yaml', 'services: {db: {image: db, env_file: [db.env]}}');
  put('shop/more/db.env', 'B=1');
  put('blog/docker-compose.yml', 'services: {}');
  put('blog/docker-compose.override.yml', 'services: {}');
  put('notes/README.md', 'x');
  put('.hidden/compose.yaml', 'x');
  const [blog, shop, ...others] = await readProjects(folder);
  expect(others).toEqual([]);
  expect(blog).toMatchObject({
    name: 'blog',
    composeFiles: ['docker-compose.yml', 'docker-compose.override.yml'],
    left: [],
  });
  expect(shop?.files.map(({ path }) => path).toSorted()).toEqual([
    '.env',
    'compose.yaml',
    'conf/nginx.conf',
    'more/db.env',
    'more/part.yaml',
    'web.env',
  ]);
  expect(shop?.files.find(({ path }) => path === 'compose.yaml')?.text).toBe(text);
  expect(shop?.left).toEqual(['data']);
});

it('takes nothing from outside of a project, whatever its files say and wherever its links lead', async () => {
  put('secret', 'SECRET');
  put(
    'shop/compose.yaml',
    'services: {a: {env_file: [../secret, /etc/passwd, in/secret, "${X}/y", out/secret, bytes.bin]}}',
  );
  put('shop/bytes.bin', Buffer.from([0xff, 0xfe, 0]));
  symlinkSync(join(folder, 'secret'), join(folder, 'shop/in'));
  mkdirSync(join(folder, 'shop/way'));
  symlinkSync(folder, join(folder, 'shop/out'));
  const [shop] = await readProjects(folder);
  expect(JSON.stringify(shop?.files)).not.toContain('SECRET');
  expect(shop?.files.map(({ path }) => path)).toEqual(['compose.yaml']);
  expect(shop?.left.toSorted()).toEqual(['bytes.bin', 'in/secret', 'out/secret']);
});
