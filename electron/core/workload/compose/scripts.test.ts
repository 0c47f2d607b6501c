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
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { getScript, oldLooksScript, removeScript } from './scripts.ts';

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
  const job = mkdtempSync(join(root, `job-${release}-`));
  const path = `${digestOf(letter)}/conf/a.txt`;
  mkdirSync(join(job, 'in'), { recursive: true });
  const files = {
    dir,
    release,
    project: 'shop',
    digests: digestOf(letter),
    env: 'A=b\n',
    parts: '[]\n',
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
const filesOf = (release: string) => ['env', 'given', 'parts', 'yaml'].map((kind) => `${release}.${kind}`);
const namesIn = (folder: string) => readdirSync(join(dir, folder)).toSorted();

it('keeps what runs and what is to run, and takes away all that came before', () => {
  layDown('dep_1', 'a');
  current('dep_1');
  layDown('dep_2', 'b');
  expect(namesIn('releases')).toEqual([...filesOf('dep_1'), ...filesOf('dep_2')]);
  expect(namesIn('content')).toEqual([
    digestOf('a'),
    `${digestOf('a')}.ok`,
    digestOf('b'),
    `${digestOf('b')}.ok`,
  ]);
  current('dep_2');
  layDown('dep_3', 'b');
  expect(namesIn('releases')).toEqual([...filesOf('dep_2'), ...filesOf('dep_3')]);
  expect(namesIn('content')).toEqual([digestOf('b'), `${digestOf('b')}.ok`]);
});

it('keeps the places of a release that is written down once more, and what starts beside what runs', () => {
  layDown('dep_1', 'a');
  current('dep_1');
  layDown('dep_2', 'b');
  writeFileSync(join(dir, 'next'), 'dep_2 1\n');
  writeFileSync(join(dir, 'releases/dep_2.places'), 'QUAYSIDE_PLACE_web=b\n');
  layDown('dep_3', 'b');
  expect(namesIn('releases').filter((name) => name.endsWith('.yaml'))).toHaveLength(3);
  layDown('dep_2', 'b');
  expect(readFileSync(join(dir, 'releases/dep_2.env'), 'utf8')).toBe('A=b\nQUAYSIDE_PLACE_web=b\n');
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

const run = (script: string, ...args: readonly string[]) =>
  spawnSync('sh', ['-c', script, 'sh', ...args], process.getuid?.() === 0 ? nobody : {}).status;
/** Whom root may not do without to be refused anything. */
const nobody = { uid: 65_534, gid: 65_534 };

it('removes what looks left there a while ago, and nothing that somebody may be at', () => {
  const longAgo = new Date(Date.now() - 11 * 60_000);
  const all = ['svc-1-opinion-ab12', 'svc-1-look-cd34', 'dep-1-fetch', 'svc-2-opinion-new'];
  chmodSync(root, 0o777);
  for (const name of all) {
    mkdirSync(join(root, name));
    if (!name.endsWith('new')) utimesSync(join(root, name), longAgo, longAgo);
  }
  expect(run(oldLooksScript, root)).toBe(0);
  expect(readdirSync(root).toSorted()).toEqual(['bin', 'dep-1-fetch', 'svc-2-opinion-new']);
  expect(run(oldLooksScript, join(root, 'nothing'))).toBe(0);
});

it('says so where it may not remove the files of a service', () => {
  mkdirSync(dir);
  chmodSync(root, 0o777);
  chmodSync(dir, 0o000);
  expect(run(removeScript, dir)).toBe(1);
  chmodSync(dir, 0o777);
  expect(run(removeScript, dir)).toBe(0);
  expect(existsSync(dir)).toBe(false);
  expect(run(removeScript, dir)).toBe(0);
});
