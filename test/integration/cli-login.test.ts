import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InProcessHost, serveInProcess } from '#test/support/in-process-host.ts';
import { createSignedInCore, fakeClock, olive, passwordOfOlive } from '#test/support/people.ts';
import { removeFolder, runCli } from '#test/support/spawn-host.ts';

const folder = mkdtempSync(join(tmpdir(), 'quayside-login-'));
let made: Awaited<ReturnType<typeof createSignedInCore>>;
let host: InProcessHost;
beforeAll(async () => {
  made = await createSignedInCore(fakeClock(Date.now()));
  host = await serveInProcess(made.core);
});
afterAll(async () => {
  await host.close();
  await made.core.close();
  removeFolder(folder);
});

const quayside = (words: string[], stdin = '') =>
  runCli(words, {
    stdin,
    env: { XDG_CONFIG_HOME: folder, QUAYSIDE_URL: host.url, QUAYSIDE_TOKEN: '', QUAYSIDE_DATA: folder },
  });
const sessions = join(folder, 'quayside', 'sessions.json');

describe('quayside login', () => {
  it('refuses a wrong password as denied, and keeps nothing', async () => {
    const wrong = await quayside(['login', olive.email], 'not my password\n');
    expect([wrong.code, wrong.stderr]).toEqual([
      4,
      'quayside: The e-mail address or the password is wrong.\n',
    ]);
    expect((await quayside(['organization', 'list'])).code).toBe(2);
  });

  it('signs in by standard input, keeps the token where nobody else reads it, and signs out', async () => {
    const done = await quayside(['login', olive.email], `${passwordOfOlive}\n`);
    expect([done.code, done.stdout]).toEqual([0, '']);
    expect(statSync(sessions).mode & 0o777).toBe(0o600);
    const token =
      Object.values(JSON.parse(readFileSync(sessions, 'utf8')) as Record<string, string>)[0] ?? '';
    expect(made.core.services.sessions.find(token)).toBeDefined();
    const list = await quayside(['organization', 'list', '--json']);
    expect([list.code, JSON.parse(list.stdout)]).toMatchObject([0, [{ name: 'Acme' }]]);

    expect((await quayside(['logout'])).code).toBe(0);
    expect(made.core.services.sessions.find(token)).toBeUndefined();
    expect(readFileSync(sessions, 'utf8')).not.toContain(token);
    expect((await quayside(['organization', 'list'])).code).toBe(2);
  });
});
