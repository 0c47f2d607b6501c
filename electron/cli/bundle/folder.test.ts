import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readTemplateFolder, requireTemplateOrEmpty, writeTemplateFolder } from './folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-template-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const header = { path: 'quayside.yaml', text: 'format: quayside-template\nversion: 1\n' };
const shop = { path: 'projects/shop.yaml', text: 'kind: project\n' };
const blog = { path: 'projects/blog.yaml', text: 'kind: project\n' };

it('writes a template into an empty folder, and reads it as it was written', async () => {
  expect(await writeTemplateFolder(folder, [shop, header])).toEqual([]);
  expect(await readTemplateFolder(folder)).toEqual([shop, header]);
});

it('brings a template up to date, and leaves what is none of its files', async () => {
  await writeTemplateFolder(folder, [shop, blog, header]);
  mkdirSync(join(folder, '.git'));
  writeFileSync(join(folder, '.git/HEAD'), 'ref');
  writeFileSync(join(folder, 'README.md'), 'mine');
  await requireTemplateOrEmpty(folder);
  const changed = { ...shop, text: 'kind: project\npath: shop\n' };
  expect(await writeTemplateFolder(folder, [changed, header])).toEqual(['projects/blog.yaml']);
  expect(readFileSync(join(folder, shop.path), 'utf8')).toBe(changed.text);
  expect(existsSync(join(folder, blog.path))).toBe(false);
  expect(readFileSync(join(folder, '.git/HEAD'), 'utf8')).toBe('ref');
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('mine');
});

it('refuses a folder that holds something else', async () => {
  writeFileSync(join(folder, 'mine'), 'mine');
  await expect(requireTemplateOrEmpty(folder)).rejects.toThrow('is not empty');
  await expect(readTemplateFolder(folder)).rejects.toThrow('is no template: it has no quayside.yaml');
});

it('follows no link out of the folder', async () => {
  await writeTemplateFolder(folder, [header]);
  mkdirSync(join(folder, 'projects'));
  symlinkSync('/etc/hostname', join(folder, 'projects/shop.yaml'));
  symlinkSync('/etc', join(folder, 'projects/etc'));
  expect(await readTemplateFolder(folder)).toEqual([header]);
});

it.each(['../out.yaml', '/etc/out.yaml', 'projects/../../out.yaml', 'a//b.yaml', 'C:/out.yaml', 'a\\b.yaml'])(
  'writes nothing where a host names %j',
  async (path) => {
    await writeTemplateFolder(folder, [header]);
    await expect(writeTemplateFolder(folder, [{ path, text: '' }, header])).rejects.toThrow(
      'none of a folder',
    );
    expect(await readTemplateFolder(folder)).toEqual([header]);
  },
);
