import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askpassScript } from './build-script.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-askpass-'));
  mkdirSync(join(folder, 'in'));
  writeFileSync(join(folder, 'askpass'), askpassScript);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What git gets for a prompt; null where it is answered nothing. */
const answer = (prompt: string, { origin = 'https://github.com', user = 'x-access-token' } = {}) => {
  for (const [name, text] of Object.entries({
    'http-origin': origin,
    'http-user': user,
    'http-password': 'secret',
  })) {
    writeFileSync(join(folder, 'in', name), text);
  }
  const env = { ...process.env, QUAYSIDE_JOB: folder };
  const { status, stdout } = spawnSync('sh', [join(folder, 'askpass'), prompt], { env, encoding: 'utf8' });
  return status === 0 ? stdout : null;
};

describe('what git is answered that asks for a password', () => {
  it('is the token for its own origin', () => {
    expect(answer("Username for 'https://github.com': ")).toBe('x-access-token');
    expect(answer("Password for 'https://x-access-token@github.com': ")).toBe('secret');
  });

  it('is the token of an account whose name is an address of mail', () => {
    const user = 'ada@example.com';
    expect(answer("Password for 'https://ada%40example.com@github.com': ", { user })).toBe('secret');
  });

  it.each([
    "Username for 'https://evil.example': ",
    "Password for 'https://x-access-token@evil.example': ",
    "Password for 'https://x-access-token@github.com.evil.example': ",
    "Password for 'https://x-access-token@github.com:8443': ",
    "Password for 'http://x-access-token@github.com': ",
    "Password for 'https://github.com@evil.example': ",
    'Password: ',
    '',
  ])('is nothing for %j', (prompt) => expect(answer(prompt)).toBeNull());

  it('takes no pattern from an origin', () => {
    expect(answer("Username for 'https://evil': ", { origin: '*' })).toBeNull();
  });
});
