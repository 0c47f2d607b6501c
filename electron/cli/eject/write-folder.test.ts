import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { requireEmpty, writeFolder } from './write-folder.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-eject-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = [
  { path: 'compose.yaml', text: 'services: {}\n', mode: '644' },
  { path: 'files/web/0-run', text: '#!/bin/sh\n', mode: '755' },
  { path: '.env', text: 'A=1\n', mode: '600' },
];

it('writes each file with its mode, into a folder that is empty or not there yet', async () => {
  mkdirSync(join(folder, 'empty'));
  for (const name of ['empty', 'new', 'new/deeper']) {
    const to = join(folder, name);
    if (name === 'new/deeper') rmSync(join(folder, 'new'), { recursive: true });
    await requireEmpty(to);
    await writeFolder(to, files);
    for (const { path, text, mode } of files) {
      expect(readFileSync(join(to, path), 'utf8')).toBe(text);
      expect((statSync(join(to, path)).mode & 0o777).toString(8)).toBe(mode);
    }
  }
});

it('writes nothing beside a folder that is there, which may be another disk or somebody else’s', async () => {
  const to = join(folder, 'mine');
  mkdirSync(to);
  const watching = {
    ...{ path: 'a', mode: '644' },
    get text() {
      expect(readdirSync(folder)).toEqual(['mine']);
      return 'x';
    },
  };
  await writeFolder(to, [watching]);
  expect(readdirSync(to)).toEqual(['a']);
});

it('leaves a folder that somebody else fills meanwhile to them', async () => {
  const filling = {
    ...{ path: 'a', mode: '644' },
    get text() {
      writeFileSync(join(folder, 'theirs'), 'theirs');
      return 'x';
    },
  };
  await expect(writeFolder(folder, [filling])).rejects.toMatchObject({ exitCode: exitCodes.conflict });
  expect(readdirSync(folder)).toEqual(['theirs']);
});

it('refuses a folder that holds something, and leaves it as it is', async () => {
  writeFileSync(join(folder, 'mine'), 'mine');
  await expect(requireEmpty(folder)).rejects.toThrow('is not empty');
  await expect(writeFolder(folder, files)).rejects.toMatchObject({
    message: `${folder} is not empty; name a folder that is, or none yet.`,
    exitCode: exitCodes.conflict,
  });
  expect(readdirSync(folder)).toEqual(['mine']);
});

it.each(['../out', '/etc/out', 'a/../../out', '', 'a//b', 'C:\\out', 'a\\..\\out', '.'])(
  'writes nothing where a host names %j',
  async (path) => {
    const to = join(folder, 'in');
    await expect(writeFolder(to, [...files, { path, text: '', mode: '644' }])).rejects.toThrow(
      'none of a folder',
    );
    expect(existsSync(to)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  },
);
