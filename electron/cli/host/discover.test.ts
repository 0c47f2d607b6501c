import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeApiKey } from '#shared/model/api-key.ts';
import { Failure } from '../failure.ts';
import { discoverHost } from './discover.ts';

const key = makeApiKey((count) => crypto.getRandomValues(new Uint8Array(count)));
const folder = mkdtempSync(join(tmpdir(), 'quayside-cli-'));
writeFileSync(
  join(folder, 'host.json'),
  JSON.stringify({ url: 'http://127.0.0.1:4180', token: 'own', pid: 1 }),
  {
    mode: 0o600,
  },
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const world = (env: Record<string, string>) => ({
  env: { QUAYSIDE_DATA: folder, ...env },
  platform: 'linux',
  home: '/nowhere',
  read: (path: string) => ({ 'key.txt': `${key}\n` })[path] ?? '',
});
const tokenWith = (env: Record<string, string>, options: Parameters<typeof discoverHost>[0] = {}): string =>
  discoverHost(options, world(env)).token;

describe('the token that the command line comes with', () => {
  it('is that of the host on this machine, where nothing else is said', () => {
    expect(tokenWith({})).toBe('own');
    expect(tokenWith({ QUAYSIDE_TOKEN: 'left over' })).toBe('own');
  });

  it('is the API key in QUAYSIDE_TOKEN rather than the host’s own, which may everything', () => {
    expect(tokenWith({ QUAYSIDE_TOKEN: key })).toBe(key);
    expect(tokenWith({ QUAYSIDE_TOKEN: key }, { data: folder })).toBe(key);
    expect(tokenWith({ QUAYSIDE_TOKEN: key, QUAYSIDE_URL: 'https://quay.example.com' })).toBe(key);
  });

  it('is read from a file that is named', () => {
    expect(tokenWith({ QUAYSIDE_TOKEN: 'other' }, { 'token-file': 'key.txt' })).toBe(key);
    expect(tokenWith({}, { token: '@key.txt' })).toBe(key);
  });

  it('is not sent at all where it is a mistyped key', () => {
    const mistyped = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0');
    expect(() => tokenWith({ QUAYSIDE_TOKEN: mistyped })).toThrow(Failure);
    expect(() => tokenWith({ QUAYSIDE_TOKEN: mistyped })).toThrow('checksum');
  });

  it('is asked for where there is none', () => {
    expect(() => tokenWith({ QUAYSIDE_URL: 'https://quay.example.com' })).toThrow('--token-file');
  });
});
