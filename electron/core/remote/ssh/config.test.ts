import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { listConfigHosts, loadSshConfig, resolveHost } from './config.ts';

const home = userInfo().homedir;
const folder = mkdtempSync(join(tmpdir(), 'quayside-config-'));
const path = join(folder, 'config');
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'conf.d'));
writeFileSync(join(folder, 'conf.d', '10-lab.conf'), 'Host lab\n  HostName lab.internal\n  User tester\n');
writeFileSync(join(folder, 'conf.d', '20-port.conf'), 'Port 2200\n');
writeFileSync(
  path,
  `
# a comment
Host web "db 1" !old
  HostName %h.example.com
  User deploy
  Port 2222 # trailing
  IdentityFile ~/.ssh/id_%n
  IdentityFile "${folder}/my key"
Host *.lan !secret.lan
  User=admin
  ProxyJump root@jump.example.com:2201,second
Host secret.lan
  ProxyJump none
Host aliased
  HostName 10.0.0.9
  HostKeyAlias shared-key
  IdentityAgent ${folder}/%r.sock
  IdentitiesOnly yes
Host noagent
  IdentityAgent none
Host cmd
  ProxyCommand nc %h %p
  ProxyJump ignored
Match host *.example.com user deploy
  ServerAliveInterval 7
  IdentityFile ~/.ssh/matched
Match originalhost web
  HostKeyAlias from-match
Match !user nobody host final.example.org
  User finaluser
Match final host *.example.com
  Compression yes
  HostKeyAlias late
Host inc
  Include ${folder}/conf.d/20-port.conf
Include ${folder}/conf.d/*.conf
Host lab.internal
  IdentityFile ~/.ssh/internal
Match all
  User fallback
  IdentityFile ~/.ssh/last
`,
);

/** What OpenSSH itself says, in the fields we resolve. */
const openSsh = (alias: string) => {
  const lines = execFileSync('ssh', ['-G', '-F', path, alias], { encoding: 'utf8' }).split('\n');
  const all = (name: string) =>
    lines.filter((l) => l.startsWith(`${name} `)).map((l) => l.slice(name.length + 1));
  const expand = (p: string) => p.replace(/^~/, home);
  return {
    hostName: all('hostname')[0],
    port: Number(all('port')[0]),
    user: all('user')[0],
    identityFiles: all('identityfile').map(expand),
    hostKeyAlias: all('hostkeyalias')[0],
    identitiesOnly: all('identitiesonly')[0] === 'yes',
    jump: all('proxyjump')[0],
    command: all('proxycommand')[0],
  };
};

const names = [
  'web',
  'old',
  'a.lan',
  'secret.lan',
  'aliased',
  'noagent',
  'cmd',
  'lab',
  'inc',
  'final.example.org',
  'x.example.com',
  'unknown',
  'lab.internal',
];

test.each(names)('%s resolves as ssh -G says', async (alias) => {
  const ours = resolveHost(await loadSshConfig({ path, home }), alias);
  const theirs = openSsh(alias);
  const jump = ours.proxyJump
    .map(({ user, host, port }) => `${user ? `${user}@` : ''}${host}${port ? `:${port}` : ''}`)
    .join(',');
  const raw = theirs.identityFiles.map((p) => p.replace('%n', alias));
  expect({ ...ours, jump: jump || undefined }).toMatchObject({
    hostName: theirs.hostName,
    port: theirs.port,
    user: theirs.user,
    identitiesOnly: theirs.identitiesOnly,
    hostKeyAlias: theirs.hostKeyAlias,
    identityFiles: raw,
    jump: theirs.jump,
  });
  expect(ours.proxyCommand?.startsWith('nc')).toBe(theirs.command?.startsWith('nc'));
});

test('the agent is the one named, the one of the environment, or none', async () => {
  const config = await loadSshConfig({ path, home, environment: { SSH_AUTH_SOCK: '/run/agent' } });
  expect(resolveHost(config, 'aliased').identityAgent).toBe(`${folder}/fallback.sock`);
  expect(resolveHost(config, 'noagent').identityAgent).toBeUndefined();
  expect(resolveHost(config, 'web').identityAgent).toBe('/run/agent');
});

test('names are listed once, without patterns, those of included files too', async () => {
  const aliases = listConfigHosts(await loadSshConfig({ path, home })).map((h) => h.alias);
  expect(aliases).toEqual([
    'web',
    'db 1',
    'secret.lan',
    'aliased',
    'noagent',
    'cmd',
    'inc',
    'lab',
    'lab.internal',
  ]);
});

test('a missing file lists nothing and resolves to the name itself', async () => {
  const config = await loadSshConfig({ path: join(folder, 'none'), home });
  expect(listConfigHosts(config)).toEqual([]);
  expect(resolveHost(config, 'host.example')).toMatchObject({
    hostName: 'host.example',
    port: 22,
    identityFiles: [],
  });
});

test('a file that includes itself ends', async () => {
  const loop = join(folder, 'loop');
  writeFileSync(loop, `Host l\n  Port 5\nInclude ${loop}\n`);
  expect(resolveHost(await loadSshConfig({ path: loop, home }), 'l').port).toBe(5);
});
