import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backScript } from '../scripts.ts';
import { besideLookScript, besideScript, retireScript } from './scripts.ts';

let root: string;
let dir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'quayside-beside-'));
  dir = join(root, 'service');
  mkdirSync(join(dir, 'releases'), { recursive: true });
  mkdirSync(join(root, 'bin'));
  writeFileSync(join(root, 'bin/docker'), docker);
  chmodSync(join(root, 'bin/docker'), 0o755);
  writeFileSync(join(dir, 'project'), 'shop\n');
  release('dep_1');
  release('dep_2');
  writeFileSync(join(dir, 'current'), 'dep_1 4\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Writes down what it was asked; `web` has an old container and a new one, and what runs once ended well. */
const docker = `#!/bin/sh
case "$*" in
  version|'compose version') exit;;
  *com.docker.stack.namespace*) exit;;
  *' config --hash '*) echo 'web 111'; exit;;
  'ps '*com.docker.compose.service=web*) echo old; echo new; exit;;
  'ps '*) echo other; exit;;
  'inspect '*config-hash*old) echo 000; exit;;
  'inspect '*config-hash*) echo 111; exit;;
  'wait '*) echo "\${WAITED:-0}"; exit;;
esac
printf '%s\\n' "$*" | sed 's/.*-f \\([^ ]*\\)/\\1/' >>"$LOGGED"
`;

const release = (name: string): void => {
  for (const [kind, text] of [
    ['yaml', ''],
    ['given', 'A=b\n'],
    ['env', 'A=b\n'],
    ['parts', '[]\n'],
  ] as const)
    writeFileSync(join(dir, 'releases', `${name}.${kind}`), text);
};
const read = (name: string): string => readFileSync(join(dir, name), 'utf8');

function run(script: string, input: Readonly<Record<string, string>> = {}, args: readonly string[] = []) {
  const job = mkdtempSync(join(root, 'job-'));
  mkdirSync(join(job, 'in'));
  for (const [name, text] of Object.entries({ dir, release: 'dep_2', over: 'dep_1', fence: '5', ...input }))
    writeFileSync(join(job, 'in', name), text);
  const path = `${join(root, 'bin')}${delimiter}${process.env.PATH}`;
  const env = { ...process.env, PATH: path, LOGGED: join(job, 'logged'), WAITED: input.waited ?? '0' };
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script, 'sh', ...args], { cwd: job, env });
  const logged = existsSync(env.LOGGED) ? readFileSync(env.LOGGED, 'utf8').replaceAll(dir, '') : '';
  return { status, said: `${stdout}${stderr}`, asked: logged.split('\n').filter(Boolean) };
}

const beside = {
  now: 'db migrate',
  later: 'web completed:migrate\n',
  scales: 'web=2',
  places: 'QUAYSIDE_PLACE_web=b\n',
  beside: 'web 000\n',
};

it('starts what changed beside what runs, with all that it waits for, and leaves that the current one', () => {
  const { status, asked, said } = run(besideScript, beside);
  expect([status, said]).toEqual([0, '']);
  expect(asked).toEqual([
    '/releases/dep_2.yaml up -d --no-build --remove-orphans -- db migrate',
    '/releases/dep_2.yaml up --no-start --no-build --no-recreate --remove-orphans --scale web=2 -- web',
    '/releases/dep_2.yaml up -d --no-deps --no-build --no-recreate --scale web=2 -- web',
  ]);
  expect(read('current')).toBe('dep_1 4\n');
  expect(read('next')).toBe('dep_2 5\n');
  expect(read('releases/dep_2.env')).toBe('A=b\nQUAYSIDE_PLACE_web=b\n');
});

it('starts nothing of it where what it waits for did not end well, or somebody else deployed meanwhile', () => {
  const failed = run(besideScript, { ...beside, waited: '3' });
  expect([failed.status, failed.said, failed.asked.length]).toEqual([35, 'migrate did not end well.\n', 2]);
  expect(run(besideScript, { ...beside, over: 'dep_0' })).toMatchObject({ status: 75, asked: [] });
});

it('is Compose’s own update where nothing changed of what a proxy leads to', () => {
  const { asked } = run(besideScript, { places: '', beside: '', later: '', now: '', scales: '' });
  expect(asked).toEqual(['/releases/dep_2.yaml up -d --no-build --remove-orphans']);
});

it('ends the old containers alone, and may do so again', () => {
  run(besideScript, beside);
  for (const turn of [1, 2]) {
    const { status, asked, said } = run(retireScript);
    expect([turn, status, said]).toEqual([turn, 0, '']);
    expect(asked).toEqual(['stop old', 'rm --force --volumes old']);
    expect(read('current')).toBe('dep_2 5\n');
    expect(existsSync(join(dir, 'next'))).toBe(false);
    writeFileSync(join(dir, 'next'), 'dep_2 5\n');
  }
});

it('goes back by ending the new containers alone, and Compose finds the old ones as they were', () => {
  run(besideScript, beside);
  const { status, asked, said } = run(backScript);
  expect([status, said]).toEqual([0, '']);
  expect(asked).toEqual([
    'rm --force --volumes new',
    '/releases/dep_1.yaml up -d --no-build --remove-orphans',
  ]);
  expect(read('current')).toBe('dep_1 4\n');
  expect(existsSync(join(dir, 'next'))).toBe(false);
});

it('looks with the places of what runs, and tells what was left by one that was never finished', () => {
  writeFileSync(join(dir, 'releases/dep_1.places'), 'QUAYSIDE_PLACE_web=b\n');
  writeFileSync(join(dir, 'next'), 'dep_0 3\n');
  writeFileSync(join(dir, 'releases/dep_0.beside'), 'web 000\n');
  const { status, said } = run(besideLookScript, {}, [dir, 'dep_2', 'dep_1']);
  expect([status, said.split('\n')]).toEqual([
    0,
    ['hash web 111', 'parts []', 'place QUAYSIDE_PLACE_web=b', 'left web 000', ''],
  ]);
  expect(read('releases/dep_2.env')).toBe('A=b\nQUAYSIDE_PLACE_web=b\n');
});
