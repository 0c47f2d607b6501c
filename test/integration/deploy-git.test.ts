import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { ApplicationSpec } from '#shared/contract/application-spec.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import {
  type GitHost,
  type GitRepository,
  type LabRegistry,
  type LabServer,
  startGitHost,
  startRegistry,
  startServer,
} from '#test/lab/index.ts';
import {
  addServer,
  addService,
  askReplica,
  deploy,
  endServices,
  type Ground,
  logText,
  makeGround,
  quickCheck,
  reconfigure,
  specOf,
  untilEnd,
  untilState,
} from './deploy-support.ts';

const dockerfile = 'FROM quayside-lab/app:1\nRUN echo building-it-now\n';

describeOnLab('deploying from git', () => {
  let server: LabServer;
  /** Has Docker, and no Swarm. */
  let builder: LabServer;
  let buildServerId: string;
  let git: GitHost;
  let registry: LabRegistry;
  let ground: Ground;
  let repository: GitRepository & { commit: string };

  beforeAll(async () => {
    [server, builder, git, registry] = await Promise.all([
      startServer({ swarm: true, images: ['quayside-lab/app:1', 'quayside-lab/app:2'] }),
      startServer({ images: ['quayside-lab/app:1'], dockerDiskMb: 200 }),
      startGitHost(),
      startRegistry(),
    ]);
    ground = await makeGround(server);
    buildServerId = await addServer(ground.client, ground.organizationId, builder, 'builder');
    repository = await git.createRepository('app', {
      Dockerfile: dockerfile,
      'apps/two/Dockerfile': 'FROM quayside-lab/app:2\n',
      'broken/Dockerfile': 'FROM quayside-lab/app:1\nRUN echo about-to-fail && exit 7\n',
      'hangs/Dockerfile': 'FROM quayside-lab/app:1\nRUN echo hanging-now && sleep 600\n',
      'layers/Dockerfile':
        'FROM quayside-lab/app:1\nRUN head -c 2000000 /dev/urandom >/noise\nARG WORD\nRUN echo $WORD >/www/said\n',
      'slow/Dockerfile':
        'FROM quayside-lab/app:1\nRUN for i in 1 2 3 4 5 6 7 8; do echo slow-$i; sleep 1; done\n',
      'loud/Dockerfile': 'FROM quayside-lab/app:1\nRUN yes loud-line-of-output | head -c 200000000\n',
    });
  });
  afterEach(() => endServices(server));
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await Promise.all([server?.stop(), builder?.stop(), git?.machine.stop(), registry?.stop()]);
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
    await expect.poll(left).not.toContain('sleep 600');
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

  it('lives through a build that prints 200 MB', async () => {
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

  const built = (word: string) => {
    const given = [{ name: 'WORD', value: word }];
    const dockerfileBuilder = { type: 'dockerfile' as const, arguments: given, secrets: [] };
    const spec = gitSpec({ directory: 'layers', builder: dockerfileBuilder, buildServerId });
    return { ...spec, healthCheck: quickCheck };
  };
  const imagesOf = async (machine: LabServer, serviceId: string): Promise<string[]> => {
    const name = `quayside.local/${serviceId.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
    const lines = await machine.docker('image', 'ls', '--format', '{{.Tag}}', name);
    return lines.split('\n').filter(Boolean).toSorted();
  };
  const sentIn = (log: string) => {
    const [, sent, all, amount] = /Sent (\d+) of its (\d+) layers, ([\d.]+) MiB/.exec(log) ?? [];
    return { sent: Number(sent), all: Number(all), mebibytes: Number(amount) };
  };

  it('is built on another server, which sends only the layers that are missing, and serves on without it', async () => {
    const { client } = ground;
    const serviceId = await addService(ground, 'elsewhere', built('first'));
    const plan = await client.deployment.plan({ serviceId });
    expect(plan.blockers).toEqual([]);
    expect(plan.steps).toContain('Build the image from Dockerfile, on builder');

    const first = await deploy(ground, serviceId);
    const firstLog = await logText(client, first.id);
    expect(first, `${first.reason}\n${firstLog}`).toMatchObject({
      state: 'succeeded',
      serverId: ground.serverId,
    });
    expect(firstLog).toContain('Built on builder.');
    const firstSent = sentIn(firstLog);
    expect(firstSent).toMatchObject({ sent: 2, mebibytes: expect.closeTo(1.9, 0) });
    expect(firstSent.all).toBeGreaterThan(2);
    expect(await askReplica(server, serviceId, '/said')).toBe('first');

    await reconfigure(client, serviceId, built('second'));
    const second = await deploy(ground, serviceId);
    expect(second.reason).toBeNull();
    const secondSent = sentIn(await logText(client, second.id));
    expect(secondSent).toMatchObject({ sent: 1, all: firstSent.all });
    expect(secondSent.mebibytes).toBeLessThan(0.1);
    expect(await askReplica(server, serviceId, '/said')).toBe('second');
    expect(await imagesOf(server, serviceId)).toEqual(['deployment-1', 'deployment-2']);
    expect(await imagesOf(builder, serviceId)).toEqual(['deployment-2']);
    for (const machine of [server, builder])
      expect((await machine.exec(['ls', '/var/lib/quayside/jobs'])).stdout).toBe('');

    await builder.cut('refused');
    await expect
      .poll(async () => (await client.server.get({ serverId: buildServerId })).connection.state)
      .not.toBe('up');
    await reconfigure(client, serviceId, built('third'));
    const refused = await deploy(ground, serviceId);
    expect(refused).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(
        /^builder cannot be reached.*this service is built there.*Nothing was changed on the server\.$/,
      ),
    });
    expect(await askReplica(server, serviceId, '/said')).toBe('second');
    const { id } = await client.deployment.rollback({ deploymentId: first.id });
    expect(await untilEnd(ground, id)).toMatchObject({ state: 'succeeded', imageId: first.imageId });
    expect(await askReplica(server, serviceId, '/said')).toBe('first');

    const { orphaned } = await client.service.delete({ serviceId, typedName: 'elsewhere' });
    expect(orphaned).toEqual([
      expect.stringMatching(/^What was built of “elsewhere” stays on builder until/),
    ]);
    await builder.heal();
    await client.server.check({ serverId: buildServerId });
    await expect.poll(() => imagesOf(builder, serviceId)).toEqual([]);
    expect(await imagesOf(server, serviceId)).toEqual([]);
  });

  it('waits for a build server that is lost meanwhile, and ends the build there where it is cancelled', async () => {
    const spec = gitSpec({ directory: 'hangs', buildServerId });
    const serviceId = await addService(ground, 'hangs-elsewhere', spec);
    const { id } = await ground.client.deployment.create({ serviceId });
    const until = async (wanted: string) => {
      for await (const { lines } of await ground.client.deployment.log({ deploymentId: id }))
        if (lines.some(({ text }) => text.includes(wanted))) break;
    };
    await until('hanging-now');
    await builder.cut('refused');
    await until('Connection lost while following the build: builder cannot be reached');
    await builder.heal();
    const left = async () => (await builder.exec(['ps', '-eo', 'args'])).stdout;
    // the log names the command before it runs
    await expect.poll(left).toContain('sleep 600');
    await ground.client.deployment.cancel({ deploymentId: id });
    expect(await untilEnd(ground, id)).toMatchObject({ state: 'cancelled' });
    await expect.poll(left).not.toContain('sleep 600');
    expect((await builder.exec(['ls', '/var/lib/quayside/jobs'])).stdout).toBe('');
  });

  it('says that the disk of its build server is full, changes nothing, and succeeds once there is room', async () => {
    const filler = '/var/lib/docker/filler';
    const serviceId = await addService(ground, 'full', built('full'));
    await builder.exec(['sh', '-c', `head -c 1000000000 /dev/zero >${filler}`]);
    const ended = await deploy(ground, serviceId);
    const log = await logText(ground.client, ended.id);
    expect(ended.state, log).toBe('failed');
    expect(`${ended.reason}\n${log}`).toMatch(/no space left on device/i);
    expect(ended.reason).toMatch(
      /The disk of the server is full\..*\nFree some space on it\. Nothing was changed/s,
    );
    expect((await builder.exec(['ls', '/var/lib/quayside/jobs'])).stdout).toBe('');
    await builder.must(['rm', filler]);
    expect((await deploy(ground, serviceId)).reason).toBeNull();
  });

  it('is carried by a registry from the server that builds it, and comes back from there', async () => {
    const { client, organizationId, serverId } = ground;
    const host = registry.host;
    const account = { username: 'ann', password: 'right' };
    await registry.requireSignIn(account);
    const { id: registryId } = await client.registry.create({
      ...{ organizationId, name: 'ours', address: host },
      ...{ ...account, password: 'wrong' },
    });
    const carried = (word: string): ApplicationSpec => {
      const { source, ...rest } = built(word);
      if (source.type !== 'git') throw new Error('it is built from git');
      return { ...rest, source: { ...source, pushTo: `${host}/shop/web` } };
    };
    const serviceId = await addService(ground, 'carried', carried('first'));
    const plan = await client.deployment.plan({ serviceId });
    expect(plan.steps).toContain(`Push the image to ${host}/shop/web`);
    const refused = await deploy(ground, serviceId);
    expect(refused.state).toBe('failed');
    expect(refused.reason).toMatch(/^Pushing .* failed on builder.*as ann: .*whether that account may push/s);
    expect(refused.reason).toContain('Nothing was changed on the server.');
    await client.registry.update({ registryId, ...account, version: 1 });

    const first = await deploy(ground, serviceId);
    expect(first.reason, await logText(client, first.id)).toBeNull();
    expect(first.imageReference).toMatch(new RegExp(`^${host}/shop/web:svc-[a-z0-9-]+-2$`));
    expect(first.imageDigest).not.toBe(first.imageId);
    const [running] = (
      await server.docker(
        'service',
        'ls',
        '--format',
        '{{.Image}}',
        '--filter',
        `label=quayside.service=${serviceId}`,
      )
    ).split('\n');
    expect(running).toBe(`${host}/shop/web@${first.imageDigest}`);
    expect(await askReplica(server, serviceId, '/said')).toBe('first');
    expect(await builder.docker('image', 'ls', '-q', `${host}/shop/web`)).toBe('');

    await reconfigure(client, serviceId, carried('second'));
    expect((await deploy(ground, serviceId)).reason).toBeNull();
    // the container of before may be at its end
    const remove = ['docker', 'image', 'rm', '--force', first.imageId ?? ''];
    await expect.poll(async () => (await server.exec(remove)).code, { timeout: 30_000 }).toBe(0);
    const { id } = await client.deployment.rollback({ deploymentId: first.id });
    const back = await untilEnd(ground, id);
    expect(back, await logText(client, id)).toMatchObject({
      state: 'succeeded',
      imageDigest: first.imageDigest,
    });
    expect(await askReplica(server, serviceId, '/said')).toBe('first');
    expect(serverId).toBe(back.serverId);
  });
});
