import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnLab } from '../describe.ts';
import { must, run } from '../host/run.ts';
import type { LabServer } from '../server/server.ts';
import { startServer } from '../server/start.ts';
import { type GitHost, gitAccount, startGitHost } from './host.ts';

describeOnLab('a git host', () => {
  let host: GitHost;
  let server: LabServer;
  beforeAll(async () => {
    [host, server] = await Promise.all([startGitHost(), startServer({ docker: 'absent' })]);
  });
  afterAll(() => Promise.all([host?.stop(), server?.stop()]));

  const clone = (url: string, to: string, ...flags: string[]) =>
    server.exec(['env', 'GIT_TERMINAL_PROMPT=0', 'git', ...flags, 'clone', '--quiet', url, `/tmp/${to}`]);

  async function putKey(privateKey: string): Promise<string[]> {
    await server.must(['sh', '-c', 'umask 077; cat >/root/deploy-key'], { input: privateKey });
    const command =
      'ssh -i /root/deploy-key -o BatchMode=yes -o StrictHostKeyChecking=accept-new -o LogLevel=ERROR';
    return ['-c', `core.sshCommand=${command}`];
  }

  test('serves a public repository over HTTPS to lab servers, and to the host that trusts its certificate', async () => {
    const repository = await host.createRepository('public', {
      'a/b.txt': 'text\n',
      'run.sh +x': '#!/bin/sh\n',
    });
    expect(await clone(repository.httpsUrl, 'public')).toMatchObject({ code: 0 });
    expect(await server.must(['git', '-C', '/tmp/public', 'rev-parse', 'HEAD'])).toBe(repository.commit);
    expect(await server.must(['stat', '--format', '%a %n', '/tmp/public/run.sh'])).toMatch(/^755/);
    const env = { GIT_SSL_CAINFO: host.certificatePath };
    expect(await must(['git', 'ls-remote', repository.httpsUrl, 'main'], { env })).toContain(
      repository.commit,
    );
  });

  test('keeps branches and tags apart, each commit with exactly its files', async () => {
    const repository = await host.createRepository('branches', { one: '1' });
    const next = await host.commit(repository, { two: '2' }, { branch: 'next', tag: 'v2', message: 'two' });
    await clone(repository.httpsUrl, 'branches');
    expect(await server.must(['git', '-C', '/tmp/branches', 'ls-tree', '--name-only', 'origin/main'])).toBe(
      'one',
    );
    expect(await server.must(['git', '-C', '/tmp/branches', 'ls-tree', '--name-only', 'v2'])).toBe('two');
    expect(await server.must(['git', '-C', '/tmp/branches', 'rev-parse', 'v2', 'origin/next'])).toBe(
      `${next}\n${next}`,
    );
  });

  test('asks for the password of a private repository', async () => {
    const { httpsUrl } = await host.createRepository('private', { secret: 's' }, { isPrivate: true });
    expect((await clone(httpsUrl, 'private')).stderr).toMatch(
      /could not read Username|Authentication failed/,
    );
    const url = new URL(httpsUrl);
    url.username = gitAccount.user;
    url.password = gitAccount.password;
    expect(await clone(url.href, 'private')).toMatchObject({ code: 0 });
  });

  test('opens with a deploy key the one repository it was made for, private ones too', async () => {
    const mine = await host.createRepository('mine', { a: 'a' }, { isPrivate: true });
    const other = await host.createRepository('other', { a: 'a' });
    const flags = await putKey((await host.addDeployKey(mine)).privateKey);
    expect(await clone(mine.sshUrl, 'mine', ...flags)).toMatchObject({ code: 0 });
    expect(await clone(mine.scpUrl, 'mine-again', ...flags)).toMatchObject({ code: 0 });
    expect((await clone(other.sshUrl, 'other', ...flags)).stderr).toContain(
      'this key does not open other.git',
    );
    expect((await clone('git@'.concat(host.machine.address, ':none.git'), 'none', ...flags)).code).not.toBe(
      0,
    );
  });

  test('lets nobody in without a deploy key', async () => {
    const { sshUrl } = await host.createRepository('closed', { a: 'a' });
    const flags = await putKey(server.privateKey);
    expect((await clone(sshUrl, 'closed', ...flags)).stderr).toContain('Permission denied');
  });

  test('says so when a repository does not exist', async () => {
    expect((await clone(`https://${host.machine.address}/git/none.git`, 'none')).stderr).toContain(
      'not found',
    );
    expect((await run(['git', 'ls-remote', `https://${host.machine.address}/git/none.git`])).code).not.toBe(
      0,
    );
  });
});
