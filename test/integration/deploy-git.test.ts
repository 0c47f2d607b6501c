import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { ApplicationSpec } from '#shared/contract/application-spec.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import {
  type GitHost,
  type GitRepository,
  type LabServer,
  startGitHost,
  startServer,
} from '#test/lab/index.ts';
import {
  addService,
  askReplica,
  deploy,
  endServices,
  type Ground,
  logText,
  makeGround,
  reconfigure,
  specOf,
  untilEnd,
  untilState,
} from './deploy-support.ts';

const dockerfile = 'FROM quayside-lab/app:1\nRUN echo building-it-now\n';

describeOnLab('deploying from git', () => {
  let server: LabServer;
  let git: GitHost;
  let ground: Ground;
  let repository: GitRepository & { commit: string };

  beforeAll(async () => {
    [server, git] = await Promise.all([
      startServer({ swarm: true, images: ['quayside-lab/app:1', 'quayside-lab/app:2'] }),
      startGitHost(),
    ]);
    ground = await makeGround(server);
    repository = await git.createRepository('app', {
      Dockerfile: dockerfile,
      'apps/two/Dockerfile': 'FROM quayside-lab/app:2\n',
      'broken/Dockerfile': 'FROM quayside-lab/app:1\nRUN echo about-to-fail && exit 7\n',
      'hangs/Dockerfile': 'FROM quayside-lab/app:1\nRUN echo hanging-now && sleep 600\n',
      'slow/Dockerfile':
        'FROM quayside-lab/app:1\nRUN for i in 1 2 3 4 5 6 7 8; do echo slow-$i; sleep 1; done\n',
      'loud/Dockerfile': 'FROM quayside-lab/app:1\nRUN yes loud-line-of-output | head -c 1000000000\n',
    });
  });
  afterEach(() => endServices(server));
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await Promise.all([server?.stop(), git?.machine.stop()]);
  });

  const gitSpec = (
    fields: Partial<Extract<ApplicationSpec['source'], { type: 'git' }>> = {},
  ): ApplicationSpec =>
    specOf({
      source: {
        type: 'git',
        url: repository.httpsUrl,
        ref: { type: 'branch', name: 'main' },
        directory: '',
        dockerfile: 'Dockerfile',
        submodules: false,
        ...fields,
      },
    });

  it('builds a branch over https on the server and keeps commit and image', async () => {
    const serviceId = await addService(ground, 'web', gitSpec());
    const ended = await deploy(ground, serviceId);
    expect(ended, `${ended.reason}\n${await logText(ground.client, ended.id)}`).toMatchObject({
      state: 'succeeded',
    });
    expect(ended.commit).toBe(repository.commit);
    expect(ended.imageDigest).toBe(ended.imageId);
    expect(await logText(ground.client, ended.id)).toContain('building-it-now');
    expect(await askReplica(server, serviceId)).toBe('1');
  });

  it('builds a sub-directory at an exact commit', async () => {
    const spec = gitSpec({ directory: 'apps/two', ref: { type: 'commit', hash: repository.commit } });
    const serviceId = await addService(ground, 'two', spec);
    const ended = await deploy(ground, serviceId);
    expect(ended.reason).toBeNull();
    expect(await askReplica(server, serviceId)).toBe('2');
  });

  it('fetches a private repository over SSH with the deploy key of the service', async () => {
    const priv = await git.createRepository('private', { Dockerfile: dockerfile }, { isPrivate: true });
    const serviceId = await addService(ground, 'private', gitSpec({ url: priv.sshUrl }));
    const without = await deploy(ground, serviceId);
    expect(without.state).toBe('failed');
    expect(without.reason).toMatch(/did not let us in|deploy key/);
    const key = await git.addDeployKey(priv);
    await ground.client.service.setDeployKey({ serviceId, privateKey: key.privateKey });
    const ended = await deploy(ground, serviceId);
    expect(ended.reason).toBeNull();
    expect(ended.commit).toBe(priv.commit);
  });

  const badSources: [string, { path?: string; fields?: object }, RegExp][] = [
    ['a repository that is not there', { path: 'nothing.git' }, /was not found|did not let us in/],
    [
      'a branch that is not there',
      { fields: { ref: { type: 'branch', name: 'nowhere' } } },
      /branch, tag or commit is not/,
    ],
    ['a folder that is not there', { fields: { directory: 'no/such' } }, /folder is not in the repository/],
    ['a folder without Dockerfile', { fields: { directory: 'apps' } }, /no Dockerfile/],
    ['a build that fails', { fields: { directory: 'broken' } }, /about-to-fail[\s\S]*/],
  ];

  it.each(badSources)('says what is wrong with %s', async (name, { path, fields }, expected) => {
    const url = path ? repository.httpsUrl.replace(/app\.git$/, path) : repository.httpsUrl;
    const serviceId = await addService(ground, name, gitSpec({ url, ...fields }));
    const ended = await deploy(ground, serviceId);
    expect(ended.state).toBe('failed');
    expect(ended.reason).toMatch(expected);
    expect(ended.reason).toContain('Nothing was changed on the server.');
  });

  it('cancels a build that hangs, and leaves no process of it', async () => {
    const serviceId = await addService(ground, 'hangs', gitSpec({ directory: 'hangs' }));
    const { id } = await ground.client.deployment.create({ serviceId });
    await untilState(ground, id, ({ state }) => state === 'building');
    for await (const { lines } of await ground.client.deployment.log({ deploymentId: id })) {
      if (lines.some(({ text }) => text.includes('hanging-now'))) break;
    }
    await ground.client.deployment.cancel({ deploymentId: id });
    expect(await untilEnd(ground, id)).toMatchObject({ state: 'cancelled' });
    const left = async () => (await server.exec(['ps', '-eo', 'args'])).stdout;
    await expect.poll(left).not.toContain('hanging-now');
  });

  it('goes on after the connection was cut in the middle of a build, and misses no line', async () => {
    const serviceId = await addService(ground, 'slow', gitSpec({ directory: 'slow' }));
    const { id } = await ground.client.deployment.create({ serviceId });
    for await (const { lines } of await ground.client.deployment.log({ deploymentId: id })) {
      if (lines.some(({ text }) => text.includes('slow-2'))) break;
    }
    await server.cut('refused');
    await new Promise((done) => setTimeout(done, 2_000));
    await server.heal();
    const ended = await untilEnd(ground, id);
    const text = await logText(ground.client, id);
    expect(ended.state, `${ended.reason}\n${text}`).toBe('succeeded');
    for (let line = 1; line <= 8; line += 1)
      expect(text.match(new RegExp(`^#\\d+ [\\d.]+ slow-${line}$`, 'gm')), text).toHaveLength(1);
  });

  it('lives through a build that prints 1 GB', async () => {
    const serviceId = await addService(ground, 'loud', gitSpec({ directory: 'loud' }));
    const { id } = await ground.client.deployment.create({ serviceId });
    const ended = await untilEnd(ground, id, 500_000);
    expect(ended.state).toBe('succeeded');
    expect(process.memoryUsage().rss).toBeLessThan(700e6);
  }, 600_000);

  it('rolls back to an earlier build without building', async () => {
    const serviceId = await addService(ground, 'back', gitSpec());
    const first = await deploy(ground, serviceId);
    await reconfigure(ground.client, serviceId, gitSpec({ directory: 'apps/two' }));
    expect((await deploy(ground, serviceId)).state).toBe('succeeded');
    expect(await askReplica(server, serviceId)).toBe('2');
    const { id } = await ground.client.deployment.rollback({ deploymentId: first.id });
    expect(await untilEnd(ground, id)).toMatchObject({
      state: 'succeeded',
      rollbackOf: first.id,
      imageId: first.imageId,
      commit: first.commit,
    });
    expect(await askReplica(server, serviceId)).toBe('1');
  });
});
