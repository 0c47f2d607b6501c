import { afterAll, beforeAll, expect, test } from 'vitest';
import { dockerOver } from '#core/remote/docker/client.ts';
import { inspectImage } from '#core/remote/docker/images.ts';
import { type GitBuild, readGitBuildResult, startGitBuild } from '#core/remote/git/build.ts';
import { cancelJob, removeJob } from '#core/remote/jobs/end.ts';
import { followJobLog } from '#core/remote/jobs/log.ts';
import { jobStatus } from '#core/remote/jobs/status.ts';
import { connect } from '#core/remote/ssh/connect.ts';
import type { SshConnection } from '#core/remote/ssh/types.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import {
  type GitHost,
  type GitRepository,
  gitAccount,
  type LabServer,
  startGitHost,
  startServer,
} from '#test/lab/index.ts';
import { connectTo, targetOf } from './remote-target.ts';

const app = 'quayside-lab/app:1';
const dockerfile = `FROM ${app}
ARG GREETING=none
RUN echo "building $GREETING"
RUN printf %s "$GREETING" >/www/greeting
RUN --mount=type=secret,id=token cp /run/secrets/token /www/token 2>/dev/null || echo no-token >/www/token
`;

describeOnLab('building an image from git', () => {
  let server: LabServer;
  let host: GitHost;
  let connection: SshConnection;
  let open: GitRepository & { commit: string };
  let counter = 0;
  beforeAll(async () => {
    [server, host] = await Promise.all([startServer({ images: [app] }), startGitHost()]);
    connection = await connect(targetOf(server));
    open = await host.createRepository('open', {
      Dockerfile: dockerfile,
      'sub/Dockerfile': `FROM ${app}\nRUN echo sub >/www/greeting\n`,
      'broken/Dockerfile': `FROM ${app}\nRUN echo about to fail && exit 3\n`,
      'chatty/Dockerfile': `FROM ${app}\nRUN yes | head -c 50000000\n`,
      'slow/Dockerfile': `FROM ${app}\nRUN echo sleeping && sleep 300\n`,
      'none/readme': 'no Dockerfile here',
    });
  });
  afterAll(async () => {
    connection?.close();
    await Promise.all([server?.stop(), host?.machine.stop()]);
  });

  const build = async (overrides: Partial<GitBuild>, over: SshConnection = connection) => {
    const jobId = `build-${counter++}`;
    const plan: GitBuild = {
      jobId,
      url: open.httpsUrl,
      ref: { kind: 'branch', name: 'main' },
      tag: `quayside/svc:${jobId}`,
      ...overrides,
    };
    await startGitBuild(over, plan);
    const lines: string[] = [];
    for await (const batch of followJobLog(over, jobId)) lines.push(...batch.lines);
    const result = await readGitBuildResult(over, jobId).catch((error: unknown) => error);
    return { jobId, lines, result, tag: plan.tag };
  };
  const fileIn = (tag: string, path: string) => server.docker('run', '--rm', tag, 'cat', path);

  test('over https: the branch is built, its commit and image are told, the log is live and has its phases', async () => {
    const { lines, result, tag } = await build({
      buildArgs: { GREETING: `it's "ok"; $(id)` },
      labels: { 'quayside.x': 'y' },
    });
    const image = await inspectImage(dockerOver(connection), tag);
    expect(result).toEqual({ commit: open.commit, imageId: image?.id, knownHosts: undefined });
    expect(image?.labels['quayside.x']).toBe('y');
    expect(lines.filter((l) => l.startsWith('::quayside phase'))).toEqual(
      ['preparing', 'fetching', 'building', 'done'].map((p) => `::quayside phase ${p}`),
    );
    expect(await fileIn(tag, '/www/greeting')).toBe(`it's "ok"; $(id)`);
  });

  test('a secret reaches the build and stays out of the log and the history', async () => {
    const { lines, tag } = await build({ secrets: { token: 'hush-hush' } });
    expect(await fileIn(tag, '/www/token')).toBe('hush-hush');
    expect(lines.join('\n')).not.toContain('hush-hush');
    expect(await server.docker('history', '--no-trunc', tag)).not.toContain('hush-hush');
  });

  test('a tag, a commit, a short commit and a sub-directory', async () => {
    const first = open.commit;
    await host.commit(
      open,
      { Dockerfile: `FROM ${app}\nRUN echo two >/www/greeting\n` },
      { branch: 'other', tag: 'v2' },
    );
    const tagged = await build({ ref: { kind: 'tag', name: 'v2' } });
    expect(await fileIn(tagged.tag, '/www/greeting')).toContain('two');
    for (const name of [first, first.slice(0, 10)]) {
      expect((await build({ ref: { kind: 'commit', name } })).result).toMatchObject({ commit: first });
    }
    const sub = await build({ directory: 'sub' });
    expect(await fileIn(sub.tag, '/www/greeting')).toContain('sub');
  });

  test('over ssh with a deploy key: the first host key is taken and told, a known one is checked', async () => {
    const repository = await host.createRepository('keyed', { Dockerfile: `FROM ${app}\n` });
    const { privateKey } = await host.addDeployKey(repository);
    const first = await build({ url: repository.sshUrl, deployKeys: [privateKey] });
    expect(first.result).toMatchObject({
      commit: repository.commit,
      knownHosts: expect.stringContaining('ssh-'),
    });
    const knownHosts = (first.result as { knownHosts: string }).knownHosts;
    expect(
      (await build({ url: repository.scpUrl, deployKeys: [privateKey], knownHosts })).result,
    ).toMatchObject({ commit: repository.commit });
    const wrong = knownHosts.replace(
      / ssh-\S+ \S+/,
      ` ${server.hostPublicKey.split(' ').slice(0, 2).join(' ')}`,
    );
    expect(
      (await build({ url: repository.sshUrl, deployKeys: [privateKey], knownHosts: wrong })).result,
    ).toMatchObject({ data: { exitCode: 28 } });
    expect((await build({ url: repository.sshUrl })).result).toMatchObject({ data: { exitCode: 21 } });
    const left = await server.must(['sh', '-c', 'grep -rl "PRIVATE KEY" /var/lib/quayside/jobs || true']);
    expect(left).toBe('');
  });

  test('a private repository over https, with and without its password', async () => {
    const repository = await host.createRepository(
      'locked',
      { Dockerfile: `FROM ${app}\n` },
      { isPrivate: true },
    );
    const { origin } = new URL(repository.httpsUrl);
    const httpAuth = { username: gitAccount.user, password: gitAccount.password, origin };
    expect((await build({ url: repository.httpsUrl, httpAuth })).result).toMatchObject({
      commit: repository.commit,
    });
    expect((await build({ url: repository.httpsUrl })).result).toMatchObject({
      data: { exitCode: 21, cure: expect.stringContaining('deploy key') },
    });
    // what asks from another place than that is answered nothing
    const elsewhere = { ...httpAuth, origin: 'https://git.example.com' };
    expect((await build({ url: repository.httpsUrl, httpAuth: elsewhere })).result).toMatchObject({
      data: { exitCode: 21 },
    });
    const bad = { ...httpAuth, password: 'wrong' };
    expect((await build({ url: repository.httpsUrl, httpAuth: bad })).result).toMatchObject({
      data: { exitCode: 21 },
    });
  });

  test.each<[string, number, (repository: GitRepository) => Partial<GitBuild>]>([
    ['a repository that does not exist', 20, (r) => ({ url: r.httpsUrl.replace('open', 'nothing') })],
    ['a branch that does not exist', 22, () => ({ ref: { kind: 'branch', name: 'nope' } })],
    ['a commit that does not exist', 22, () => ({ ref: { kind: 'commit', name: 'f'.repeat(40) } })],
    ['a folder that does not exist', 23, () => ({ directory: 'nowhere' })],
    ['no Dockerfile', 24, () => ({ directory: 'none' })],
    ['a build that fails', 25, () => ({ directory: 'broken' })],
    ['a git server that is not there', 29, () => ({ url: 'https://127.0.0.1:9/x.git' })],
    ['a build that hangs', 124, () => ({ directory: 'slow', timeoutSeconds: 8 })],
  ])('%s is told by exit code %i', async (_name, exitCode, overrides) => {
    const { result } = await build(overrides(open));
    expect(result).toMatchObject({ code: 'REMOTE_FAILED', data: { exitCode, cure: expect.any(String) } });
  });

  test('a path or a link that leads out of the repository is refused', async () => {
    await expect(build({ dockerfile: '../../../etc/passwd' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    const script = `
      cd /srv/git/open.git && export GIT_INDEX_FILE=/tmp/links
      git config user.name x; git config user.email x@y
      put() { git update-index --add --cacheinfo "120000,$(printf %s "$1" | git hash-object -w --stdin),$2"; }
      put /etc/hostname Dockerfile; put /etc outside
      git update-ref refs/heads/links "$(git commit-tree -m links "$(git write-tree)")"`;
    await host.machine.must(['runuser', '--user', 'git', '--', 'sh', '-c', script]);
    const ref = { kind: 'branch', name: 'links' } as const;
    expect((await build({ ref })).result).toMatchObject({ data: { exitCode: 24 } });
    expect((await build({ ref, directory: 'outside' })).result).toMatchObject({ data: { exitCode: 23 } });
  });

  test('a build that prints without end keeps a bounded log', async () => {
    const { lines, result } = await build({ directory: 'chatty', logLimitBytes: 200_000 });
    expect(result).toMatchObject({ commit: open.commit });
    expect(lines.join('\n').length).toBeLessThan(201_000);
  });

  test('a cancelled build ends on the server too', async () => {
    const jobId = 'build-cancel';
    await startGitBuild(connection, {
      jobId,
      url: open.httpsUrl,
      ref: { kind: 'branch', name: 'main' },
      directory: 'slow',
      tag: 'quayside/svc:c',
    });
    for await (const { lines } of followJobLog(connection, jobId))
      if (lines.some((l) => /\d sleeping/.test(l))) break;
    await cancelJob(connection, jobId);
    expect((await jobStatus(connection, jobId)).state).toBe('cancelled');
    await expect(readGitBuildResult(connection, jobId)).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect.poll(() => server.exec(['pgrep', '-x', 'sleep']).then((r) => r.code)).not.toBe(0);
    await removeJob(connection, jobId);
  });

  test('a job outlives the loss of the connection and goes on under systemd', async () => {
    const jobId = 'build-outlive';
    const first = await connect(targetOf(server));
    await startGitBuild(first, {
      jobId,
      url: open.httpsUrl,
      ref: { kind: 'branch', name: 'main' },
      tag: 'quayside/svc:o',
    });
    first.close();
    const again = await connectTo(server);
    for await (const _batch of followJobLog(again.connection, jobId)) void _batch;
    expect(await readGitBuildResult(again.connection, jobId)).toMatchObject({ commit: open.commit });
    await again[Symbol.asyncDispose]();
  });

  test.each(['deploy', 'dockhand'])('as the user %s, without being root', async (user) => {
    await using link = await connectTo(server, user);
    const { result, lines } = await build({ tag: `quayside/svc:${user}` }, link.connection);
    expect(result, lines.join('\n')).toMatchObject({ commit: open.commit });
    await removeJob(link.connection, `build-${counter - 1}`);
  });
});
