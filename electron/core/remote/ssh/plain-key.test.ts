import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeKeyFile } from '../test-support/sshd.ts';
import { withoutPassphrase } from './plain-key.ts';
import { generateKeyPair, makeKeyPair } from './private-key.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What OpenSSH itself reads of a private key, without a pass phrase. */
const publicHalfOf = (privateKey: string): string => {
  const path = join(folder, 'plain');
  writeFileSync(path, privateKey);
  chmodSync(path, 0o600);
  const line = execFileSync('ssh-keygen', ['-y', '-P', '', '-f', path], { encoding: 'utf8' });
  return line.split(' ').slice(0, 2).join(' ').trim();
};

describe('a private key', () => {
  it.each([
    ['ed25519', []],
    ['rsa', ['-b', '2048']],
    ['rsa', ['-b', '2048', '-m', 'PEM']],
    ['ecdsa', ['-b', '384']],
  ] as const)('of %s %j is opened for OpenSSH, and stays the same key', (type, more) => {
    const text = makeKeyFile(join(folder, 'sealed'), type, 'open sesame', ...more);
    const plain = withoutPassphrase(text, 'open sesame');
    expect(plain.publicKey.split(' ').slice(0, 2).join(' ')).toBe(publicHalfOf(plain.privateKey));
    expect(plain.privateKey).not.toBe(text);
  });

  it('without a pass phrase is taken as it is, its last line ended', () => {
    const text = makeKeyFile(join(folder, 'open'), 'ed25519');
    expect(withoutPassphrase(text.trim()).privateKey).toBe(text);
  });

  it('is refused by the field that has to change', () => {
    const text = makeKeyFile(join(folder, 'sealed'), 'ed25519', 'open sesame');
    const issue = (path: string) =>
      expect.objectContaining({ data: { issues: [expect.objectContaining({ path })] } });
    expect(() => withoutPassphrase(text)).toThrow(issue('passphrase'));
    expect(() => withoutPassphrase(text, 'wrong')).toThrow(issue('passphrase'));
    expect(() => withoutPassphrase('no key')).toThrow(issue('privateKey'));
  });

  it.each(['ed25519', 'rsa-4096'] as const)('is made of %s, as OpenSSH reads it', async (algorithm) => {
    const { privateKey, publicKey } = await makeKeyPair(algorithm, 'quayside');
    expect(publicKey.split(' ').slice(0, 2).join(' ')).toBe(publicHalfOf(privateKey));
  });

  it('is read again each time it was made, also where a half of it begins with a zero byte', () => {
    // one in 200 does: 2,000 without one are less likely than 1 in 20,000
    for (let made = 0; made < 2_000; made += 1) expect(generateKeyPair('quayside').type).toBe('ssh-ed25519');
  });
});
