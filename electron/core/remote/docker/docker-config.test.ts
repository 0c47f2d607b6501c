import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ownConfigScript, withLogins } from './docker-config.ts';

const login = { username: 'robot', password: 'pa:ss"word', server: 'registry.example.com' };
const auth = Buffer.from('robot:pa:ss"word').toString('base64');

it('keeps the sign-ins, builders and plugins that the user has', () => {
  const own = {
    auths: { 'ghcr.io': { auth: 'b3du' } },
    credHelpers: { 'gcr.io': 'gcloud' },
    credsStore: 'pass',
    currentContext: 'default',
  };
  expect(JSON.parse(withLogins(JSON.stringify(own), [login]))).toEqual({
    ...own,
    auths: { 'ghcr.io': { auth: 'b3du' }, 'registry.example.com': { auth } },
    // past the user's store for this registry alone
    credHelpers: { 'gcr.io': 'gcloud', 'registry.example.com': '' },
  });
});

it.each(['', '[]', '"x"', '{"auths":[]}', '{broken'])('begins anew over %j', (own) => {
  expect(JSON.parse(withLogins(own, [login])).auths).toEqual({ 'registry.example.com': { auth } });
});

describe('the configuration that is there', () => {
  /** What is read on a server with these files and programs. */
  const readOn = (files: Readonly<Record<string, string>>): string => {
    const folder = mkdtempSync(join(tmpdir(), 'quayside-docker-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const name of ['bin', 'home/.docker', 'root/.docker'])
      mkdirSync(join(folder, name), { recursive: true });
    for (const [name, text] of Object.entries(files))
      writeFileSync(join(folder, name), text, { mode: 0o755 });
    const env = {
      HOME: join(folder, 'home'),
      ROOT: join(folder, 'root'),
      PATH: `${folder}/bin:/usr/bin:/bin`,
    };
    const { stdout } = spawnSync('sh', ['-c', ownConfigScript], { env, encoding: 'utf8' });
    return stdout;
  };
  const configs = { 'home/.docker/config.json': 'of the user', 'root/.docker/config.json': 'of root' };
  const docker = { 'bin/docker': '#!/bin/sh\nexit 0\n' };
  const dockerOfRoot = {
    'bin/docker': '#!/bin/sh\n[ "$HOME" = "$ROOT" ]\n',
    'bin/sudo': '#!/bin/sh\nshift; HOME=$ROOT exec "$@"\n',
  };

  it('is of the user who speaks to Docker, or of root where that takes sudo', () => {
    expect(readOn({ ...configs, ...docker })).toBe('of the user');
    expect(readOn({ ...configs, ...dockerOfRoot })).toBe('of root');
    expect(readOn(configs)).toBe('of the user');
  });

  it('is nothing where there is none', () => {
    expect(readOn(docker)).toBe('');
    expect(readOn(dockerOfRoot)).toBe('');
  });
});
