import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

// The programs of a Debian that nobody has installed anything on, and npm, which .ci/run asks for by itself.
const always = new Set('bash chroot echo ls mkfifo npm printf sh sleep tar true yes'.split(' '));
// A method of the same name (`server.must`) runs on a machine of the lab.
const starting = [
  /(?<![.\w])(?:spawn|spawnSync|execFile|execFileSync)\('(?:\/[\w/]+\/)?([a-z][\w.-]*)'/g,
  /(?<![.\w])(?:has|ask)\('([a-z]*sh)'/g,
];
const labRuns = /(?<![.\w])(?:run|must)\(\[\s*'([a-z][\w.-]*)'/g;
const overSshdHere = /(?<![.\w])exec\(\w+, \[\s*'([a-z][\w.-]*)'/g;

const sources = (folder: string): string[] =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/${path}`);

const named = (path: string, patterns: readonly RegExp[]): string[] => {
  const text = readFileSync(`${root}${path}`, 'utf8');
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, program = '']) => program));
};

const started = (): Set<string> => {
  const tests = sources('test').filter((path) => !path.startsWith('test/bench/'));
  const product = [...sources('electron'), ...sources('.config')];
  const remote = sources('electron/core/remote').filter((path) => path.endsWith('.test.ts'));
  return new Set([
    ...tests.flatMap((path) => named(path, [...starting, labRuns])),
    ...product.flatMap((path) => named(path, starting)),
    ...remote.flatMap((path) => named(path, [overSshdHere])),
  ]);
};

const installed = (): Set<string> => {
  const list = /^needs=\(\n([^)]*)\)/m.exec(readFileSync(`${root}.ci/run`, 'utf8'))?.[1] ?? '';
  return new Set(list.split(/\s+/).map((need) => need.split(':')[0] ?? ''));
};

test('.ci/run installs every program that the tests start on this machine', () => {
  const [programs, list] = [started(), installed()];
  for (const known of ['zsh', 'fish', 'sshd', 'ssh-keygen', 'pgrep', 'docker'])
    expect(programs).toContain(known);
  const wanting = [...programs].filter((program) => !always.has(program) && !list.has(program));
  expect(wanting).toEqual([]);
});
