// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolation looks like this
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import { addServer, deploy, type Ground, makeGround } from './deploy-support.ts';

const text = `# mine, and \u201cquoted\u201d
services:
  web:
    image: quayside-lab/app:\${TAG}
    stop_signal: SIGKILL
    environment: {LEVEL: "\${LEVEL:-none}"}
    env_file: [conf/web.env]
    volumes: ["data:/data", "./seed.txt:/seed.txt:ro", "./kept:/kept"]
    depends_on: [worker]
  worker:
    image: quayside-lab/app:1
    stop_signal: SIGKILL
    volumes: ["data:/data"]
volumes: {data: }
`;
const over = 'services: {worker: {labels: {mine: "yes"}}}\n';
const env = "TAG=1\r\nLEVEL='a b'\n# the end";

describeOnLab('adopting a compose project that runs', () => {
  let server: LabServer;
  let ground: Ground;

  beforeAll(async () => {
    server = await startServer({ swarm: true, images: ['quayside-lab/app:1', 'quayside-lab/app:2'] });
    ground = await makeGround(server);
  });
  afterEach(async () => {
    for (const { id, name } of await ground.client.service.list({ environmentId: ground.environmentId }))
      await ground.client.service.delete({ serviceId: id, typedName: name });
    await server.exec(['sh', '-c', 'docker ps -aq | xargs -r docker rm -f']);
  });
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await server?.stop();
  });

  const write = (path: string, body: string) =>
    server.must(['sh', '-c', 'mkdir -p "$(dirname "$1")" && cat >"$1"', 'sh', path], {
      input: Buffer.from(body),
    });
  const idsOf = async (project: string): Promise<Record<string, string>> => {
    const format = '{{.Label "com.docker.compose.service"}} {{.ID}}';
    const filter = `label=com.docker.compose.project=${project}`;
    const lines = await server.docker('ps', '--no-trunc', '--filter', filter, '--format', format);
    return Object.fromEntries(
      lines
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split(' ') as [string, string]),
    );
  };
  const startShop = async (): Promise<Record<string, string>> => {
    const files = { 'compose.yaml': text, 'over.yaml': over, '.env': env, 'conf/web.env': 'C=3\n' };
    for (const [path, body] of Object.entries(files)) await write(`/srv/shop/${path}`, body);
    await write('/srv/shop/seed.txt', 'seed');
    const argv = ['compose', '-f', 'compose.yaml', '-f', 'over.yaml', 'up', '-d'];
    await server.must(['sh', '-c', 'cd /srv/shop && exec docker "$@"', 'sh', ...argv]);
    return idsOf('shop');
  };
  /** As if a Quayside had been killed before it wrote down the service, or were somebody else's. */
  const claim = (project: string, organizationId: string) =>
    server.must(
      [
        ...['docker', 'config', 'create', '--label', 'quayside.adopted=compose'],
        ...['--label', 'quayside.service=srv_none', '--label', `quayside.organization=${organizationId}`],
        `quayside-adopted-${createHash('sha256').update(project).digest('hex').slice(0, 32)}`,
        '-',
      ],
      { input: Buffer.from(JSON.stringify({ project, home: '/srv/shop' })) },
    );
  const asked = (name = 'shop') => ({
    environmentId: ground.environmentId,
    serverId: ground.serverId,
    projects: [{ project: 'shop', name }],
  });
  const adopt = async (): Promise<string> => {
    const { isDone, projects } = await ground.client.found.adopt(asked());
    expect({ isDone, problems: projects[0]?.problems }).toEqual({ isDone: true, problems: [] });
    return projects[0]?.serviceId ?? '';
  };

  it('is a service as any other without a restart, and a deployment starts again only what changed', async () => {
    const { client, serverId } = ground;
    const before = await startShop();
    const [found] = (await client.found.list({ serverId })).filter(({ name }) => name === 'shop');
    expect(found).toMatchObject({
      ...{ kind: 'compose', madeBy: 'compose', folder: '/srv/shop', reason: null },
      files: ['compose.yaml', 'over.yaml'],
    });
    const preview = await client.found.adopt({ ...asked(), preview: true });
    expect(preview.projects[0]).toMatchObject({ problems: [], restarted: [], notes: [], serviceId: null });
    expect(await client.service.list({ environmentId: ground.environmentId })).toEqual([]);

    await claim('shop', ground.organizationId);
    const first = await adopt();
    expect(await idsOf('shop')).toEqual(before);
    const ejected = await client.service.eject({ serviceId: first, secrets: true });
    const byPath = Object.fromEntries(ejected.files.map((file) => [file.path, file.text]));
    expect(byPath).toMatchObject({ 'compose.yaml': text, 'over.yaml': over, 'conf/web.env': 'C=3\n' });
    expect(byPath['.env']?.startsWith(env)).toBe(true);
    const beside = byPath['quayside.override.yaml'] ?? '';
    for (const line of ['name: shop\n', 'source: /srv/shop/kept', 'source: /srv/shop/seed.txt'])
      expect(beside).toContain(line);
    await client.found.release({ serviceId: first, typedName: 'shop' });
    expect(await client.service.list({ environmentId: ground.environmentId })).toEqual([]);

    const serviceId = await adopt();
    expect(await idsOf('shop')).toEqual(before);
    const { spec } = await client.service.get({ serviceId });
    expect(spec).toMatchObject({
      composeFiles: ['compose.yaml', 'over.yaml'],
      files: expect.arrayContaining([
        { path: 'compose.yaml', text },
        { path: 'over.yaml', text: over },
        { path: '.env', text: env },
        { path: 'conf/web.env', text: 'C=3\n' },
      ]),
    });
    expect((await client.found.list({ serverId })).map(({ name }) => name)).not.toContain('shop');
    const runtime = await client.service.runtime({ serviceId });
    expect(runtime).toMatchObject({ state: 'running', healthyReplicas: 2 });
    expect(runtime.tasks.map(({ part, containerId }) => [part, containerId])).toEqual(
      Object.entries(before).toSorted(),
    );
    await server.docker('stop', '-t', '0', before.web ?? '');
    await expect.poll(async () => (await client.service.get({ serviceId })).state).not.toBe('running');
    await client.service.start({ serviceId });
    expect((await client.service.restart({ serviceId })).state).toBe('running');
    expect(await idsOf('shop')).toEqual(before);

    const plan = await client.deployment.plan({ serviceId });
    expect(plan).toMatchObject({ isFirst: false, changes: [], blockers: expect.any(Array) });
    expect(plan.warnings.join(' ')).toContain('are not started again: web, worker');
    for (const { id } of (await client.service.composition({ serviceId })).findings)
      await client.service.acceptFinding({ serviceId, serverId, finding: id, reason: 'it ran so before' });
    await client.service.configure({ serviceId, spec: { ...(spec as ComposeSpec), soakSeconds: 1 } });
    const same = await deploy(ground, serviceId);
    expect(same, same.reason ?? '').toMatchObject({ state: 'succeeded' });
    expect(await idsOf('shop')).toEqual(before);

    const files = spec?.type === 'compose' ? spec.files : [];
    const changed = files.map((file) =>
      file.path === '.env' ? { ...file, text: env.replace('=1', '=2') } : file,
    );
    await client.service.configure({
      serviceId,
      spec: { ...(spec as ComposeSpec), files: changed, soakSeconds: 1 },
    });
    const second = await deploy(ground, serviceId);
    expect(second, second.reason ?? '').toMatchObject({ state: 'succeeded' });
    const after = await idsOf('shop');
    expect(after.worker).toBe(before.worker);
    expect(after.web).not.toBe(before.web);
    const late = client.found.release({ serviceId, typedName: 'shop' });
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('web') });
    const inside = (id: string | undefined, ...argv: string[]) => server.docker('exec', id ?? '', ...argv);
    expect(await inside(after.web, 'cat', '/seed.txt')).toBe('seed');
    expect(await inside(after.web, 'sh', '-c', 'echo $C$LEVEL')).toBe('3a b');
    // the one that runs on is found by the names of its environment as well
    await inside(after.web, 'wget', '-q', '-O', '/dev/null', 'http://worker.shop:8080/health');
  }, 240_000);

  it('becomes the service of one of three who adopt it at once: two organizations of a host, and another Quayside', async () => {
    const { client, serverId } = ground;
    const before = await startShop();
    const other = await client.organization.create({ name: 'Other' });
    const theirServer = await addServer(client, other.id, server, 'the same machine');
    const theirProject = await client.project.create({ organizationId: other.id, name: 'Shop' });
    const [theirs] = await client.environment.list({ projectId: theirProject.id });
    const environmentId = theirs?.id ?? '';
    for (const wrong of [{ environmentId }, { serverId: theirServer }])
      await expect(client.found.adopt({ ...asked(), ...wrong })).rejects.toMatchObject({ code: 'NOT_FOUND' });

    await using stranger = await makeGround(server);
    const all = [
      { of: client, where: asked() },
      { of: client, where: { ...asked(), environmentId, serverId: theirServer } },
      {
        of: stranger.client,
        where: { ...asked(), environmentId: stranger.environmentId, serverId: stranger.serverId },
      },
    ];
    const ended = await Promise.allSettled(all.map(({ of, where }) => of.found.adopt(where)));
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const [at, { of, where }] of all.entries()) {
      const isWinner = ended[at]?.status === 'fulfilled';
      const made = await of.service.list({ environmentId: where.environmentId });
      expect(made).toHaveLength(isWinner ? 1 : 0);
      expect((await of.found.list({ serverId: where.serverId })).map(({ name }) => name)).not.toContain(
        'shop',
      );
      await expect(of.found.adopt(where)).rejects.toThrow();
    }
    expect(await idsOf('shop')).toEqual(before);
    for (const { of, where } of all)
      for (const { id } of await of.service.list({ environmentId: where.environmentId }))
        await of.found.release({ serviceId: id, typedName: 'shop' });

    await client.found.adopt({ ...asked(), preview: true });
    await server.must(['sh', '-c', 'docker ps -aq | xargs docker rm -f']);
    await expect(client.found.adopt(asked())).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await client.service.list({ environmentId: ground.environmentId })).toEqual([]);
    expect(await client.found.list({ serverId })).toEqual([]);
    expect(await server.docker('config', 'ls', '-q', '--filter', 'label=quayside.adopted')).toBe('');
  }, 120_000);

  it('reads nothing but files of its own folder, and no pipe, link out of it, or endless one', async () => {
    const { client } = ground;
    const labelled = (name: string, files: string, home = '/srv/odd') =>
      server.docker(
        ...['create', '--name', name],
        ...['--label', `com.docker.compose.project=${name}`, '--label', 'com.docker.compose.service=web'],
        ...['--label', `com.docker.compose.project.working_dir=${home}`],
        ...['--label', `com.docker.compose.project.config_files=${files}`, 'quayside-lab/app:1'],
      );
    await server.must([
      'sh',
      '-c',
      'mkdir -p /srv/odd && cd /srv/odd && mkfifo pipe.yaml && ln -s /etc/shadow link.yaml && truncate -s 1G huge.yaml && printf "\\377" >bytes.yaml && mkdir folder.yaml',
    ]);
    const odd = {
      pipe: ['/srv/odd/pipe.yaml', 'is no file'],
      link: ['/srv/odd/link.yaml', 'leads out of the folder'],
      huge: ['/srv/odd/huge.yaml', 'is larger than 1 MiB'],
      bytes: ['/srv/odd/bytes.yaml', 'is no text'],
      folder: ['/srv/odd/folder.yaml', 'is no file'],
      absent: ['/srv/odd/absent.yaml', 'is not on the server any more'],
      shadow: ['/etc/shadow', 'is not below its folder'],
      up: ['/srv/odd/../../etc/x.yaml', 'is not below its folder'],
    } as const;
    await Promise.all(Object.entries(odd).map(([name, [files]]) => labelled(name, files)));
    await labelled('theirs', '/srv/odd/a.yaml');
    const theirs = await claim('theirs', 'org_of_another_quayside');
    const listed = await client.found.list({ serverId: ground.serverId });
    expect(listed.map(({ name }) => name).toSorted()).toEqual(Object.keys(odd).toSorted());
    const projects = Object.keys(odd).map((project) => ({ project }));
    const { environmentId, serverId } = ground;
    const looked = await client.found.adopt({ environmentId, serverId, projects, preview: true });
    const said = looked.projects.map(({ project, problems }) => [project, problems[0]?.message]);
    expect(said).toEqual(Object.entries(odd).map(([name, [, why]]) => [name, expect.stringContaining(why)]));
    const refused = client.found.adopt({ environmentId, serverId, projects });
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await server.docker('config', 'ls', '-q', '--filter', 'label=quayside.adopted')).toBe(theirs);
  }, 120_000);
});
