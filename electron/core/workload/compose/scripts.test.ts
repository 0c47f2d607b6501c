import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { getScript } from './scripts.ts';

let root: string;
let dir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'quayside-scripts-'));
  dir = join(root, 'service');
  mkdirSync(join(root, 'bin'));
  writeFileSync(join(root, 'bin/docker'), '#!/bin/sh\nexit 0\n');
  chmodSync(join(root, 'bin/docker'), 0o755);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const digestOf = (letter: string) => letter.repeat(32);

/** Lays a release down that mounts one file, as the job on a server does. */
function layDown(release: string, letter: string, text = letter): void {
  const job = join(root, `job-${release}-${letter}`);
  const path = `${digestOf(letter)}/conf/a.txt`;
  mkdirSync(join(job, 'in'), { recursive: true });
  const files = {
    dir,
    release,
    project: 'shop',
    digests: digestOf(letter),
    env: '',
    'compose.yaml': `source: ${dir}/content/${digestOf(letter)}/conf\n`,
    'path.0': path,
    'file.0': text,
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(job, 'in', name), bytes);
  const env = { ...process.env, PATH: `${join(root, 'bin')}${delimiter}${process.env.PATH}` };
  const { status, stderr } = spawnSync('sh', ['-c', getScript], { cwd: job, env });
  expect([status, String(stderr)]).toEqual([0, '']);
}
const current = (release: string) => writeFileSync(join(dir, 'current'), `${release} 1\n`);
const namesIn = (folder: string) => readdirSync(join(dir, folder)).toSorted();

it('keeps what runs and what is to run, and takes away all that came before', () => {
  layDown('dep_1', 'a');
  current('dep_1');
  layDown('dep_2', 'b');
  expect(namesIn('releases')).toEqual(['dep_1.env', 'dep_1.yaml', 'dep_2.env', 'dep_2.yaml']);
  expect(namesIn('content')).toEqual([
    digestOf('a'),
    `${digestOf('a')}.ok`,
    digestOf('b'),
    `${digestOf('b')}.ok`,
  ]);
  current('dep_2');
  layDown('dep_3', 'b');
  expect(namesIn('releases')).toEqual(['dep_2.env', 'dep_2.yaml', 'dep_3.env', 'dep_3.yaml']);
  expect(namesIn('content')).toEqual([digestOf('b'), `${digestOf('b')}.ok`]);
});

it('leaves files alone that a running container has, though they are given once more', () => {
  layDown('dep_1', 'a');
  current('dep_1');
  const file = join(dir, 'content', digestOf('a'), 'conf/a.txt');
  writeFileSync(file, 'written by the container');
  layDown('dep_2', 'a');
  expect(readFileSync(file, 'utf8')).toBe('written by the container');
});

it('follows no link that was left where files are to be laid down', () => {
  const victim = join(root, 'victim');
  mkdirSync(victim);
  mkdirSync(join(dir, 'content', digestOf('a')), { recursive: true });
  symlinkSync(victim, join(dir, 'content', digestOf('a'), 'conf'));
  layDown('dep_1', 'a');
  expect(existsSync(join(victim, 'a.txt'))).toBe(false);
  expect(readFileSync(join(dir, 'content', digestOf('a'), 'conf/a.txt'), 'utf8')).toBe('a');
});
