import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

type Packages = Readonly<Record<string, { readonly version?: string; readonly resolved?: string }>>;

const lockFile = new URL('../package-lock.json', import.meta.url);
const packages: Packages = JSON.parse(readFileSync(lockFile, 'utf8')).packages;

test('the lock file describes every optional package, or npm ci refuses a fresh clone', () => {
  const task = fileURLToPath(new URL('./tasks/complete-lock.mjs', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [task, '--check'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('the lock file names no registry', () => {
  expect(Object.values(packages).flatMap(({ resolved }) => resolved ?? [])).toEqual([]);
});

test('every oRPC package is pinned to the one version', () => {
  const ours = Object.entries(packages).filter(([path]) => /node_modules\/@orpc\/[^/]+$/.test(path));
  expect(new Set(ours.map(([, { version }]) => version))).toEqual(new Set(['1.16.1']));
});
