// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolation looks like this
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import { addService, deploy, type Ground, makeGround, untilEnd } from './deploy-support.ts';

const compose = (text: string, files: ComposeSpec['files'] = []): ComposeSpec => ({
  type: 'compose',
  files: [{ path: 'compose.yaml', text }, ...files],
  composeFiles: ['compose.yaml'],
  profiles: [],
  soakSeconds: 1,
  drainSeconds: 60,
});

const check = `
    healthcheck:
      test: [CMD, wget, -q, -O, /dev/null, "http://127.0.0.1:8080/health"]
      interval: 1s
      retries: 3`;
const two = (web: string, worker = 'quayside-lab/app:1') => `
services:
  web:
    image: ${web}${check}
    environment: {LEVEL: "\${LEVEL:-none}"}
  worker:
    image: ${worker}
    volumes: ["data:/data", "./seed.txt:/seed.txt:ro", "./kept:/kept"]
volumes: {data: }
`;

describeOnLab('deploying a compose project', () => {
  let server: LabServer;
  let ground: Ground;

  beforeAll(async () => {
    server = await startServer({
      swarm: true,
      images: ['quayside-lab/app:1', 'quayside-lab/app:2', 'quayside-lab/app:unhealthy'],
    });
    ground = await makeGround(server);
  });
  afterEach(async () => {
    for (const { id, name } of await ground.client.service.list({ environmentId: ground.environmentId }))
      await ground.client.service.delete({ serviceId: id, typedName: name });
  });
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await server?.stop();
  });

  const configure = (serviceId: string, spec: ComposeSpec) =>
    ground.client.service.configure({ serviceId, spec });
  const containers = async (serviceId: string): Promise<Record<string, string>> => {
    const format = '{{.Label "com.docker.compose.service"}} {{.ID}}';
    const text = await server.docker(
      'ps',
      '--filter',
      `label=quayside.service=${serviceId}`,
      '--format',
      format,
    );
    return Object.fromEntries(
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split(' ') as [string, string]),
    );
  };
  const nameOf = (container: string | undefined) =>
    server.docker('inspect', '-f', '{{index .Config.Labels "quayside.image"}}', container ?? '');
  const inside = (container: string | undefined, ...argv: string[]) =>
    server.docker('exec', container ?? '', ...argv);

  it('starts its parts, replaces only what changed, and goes back to files and variables of before', async () => {
    const { client } = ground;
    const files = [{ path: 'seed.txt', text: 'one' }];
    const serviceId = await addService(ground, 'shop', compose(two('quayside-lab/app:1'), files));
    await client.serviceVariables.replace({ serviceId, variables: [{ name: 'LEVEL', value: "a'b\n$c" }] });
    const first = await deploy(ground, serviceId);
    expect(first, first.reason ?? '').toMatchObject({ state: 'succeeded' });
    const before = await containers(serviceId);
    expect(Object.keys(before).toSorted()).toEqual(['web', 'worker']);
    expect(await inside(before.web, 'sh', '-c', 'printf %s "$LEVEL"')).toBe("a'b\n$c");
    expect(await inside(before.worker, 'cat', '/seed.txt')).toBe('one');
    await inside(before.worker, 'touch', '/kept/mine');
    const runtime = await client.service.runtime({ serviceId });
    expect(runtime).toMatchObject({ state: 'running', healthyReplicas: 2 });
    expect(runtime.tasks.map(({ part }) => part)).toEqual(['web', 'worker']);

    await configure(serviceId, compose(two('quayside-lab/app:2'), files));
    const plan = await client.deployment.plan({ serviceId });
    expect(plan.changes).toEqual([
      { field: 'web image', from: 'quayside-lab/app:1', to: 'quayside-lab/app:2' },
    ]);
    const second = await deploy(ground, serviceId);
    expect(second, second.reason ?? '').toMatchObject({ state: 'succeeded' });
    const after = await containers(serviceId);
    expect(after.worker).toBe(before.worker);
    expect(after.web).not.toBe(before.web);

    await client.serviceVariables.replace({ serviceId, variables: [{ name: 'LEVEL', value: 'other' }] });
    await configure(serviceId, compose(two('quayside-lab/app:2'), [{ path: 'seed.txt', text: 'two' }]));
    const third = await deploy(ground, serviceId);
    expect(third, third.reason ?? '').toMatchObject({ state: 'succeeded' });
    const changed = await containers(serviceId);
    expect(await inside(changed.worker, 'cat', '/seed.txt')).toBe('two');
    expect(await inside(changed.worker, 'ls', '/kept')).toBe('mine');

    const { id } = await client.deployment.rollback({ deploymentId: first.id });
    const back = await untilEnd(ground, id);
    expect(back, back.reason ?? '').toMatchObject({ state: 'succeeded' });
    const again = await containers(serviceId);
    expect(await inside(again.worker, 'cat', '/seed.txt')).toBe('one');
    expect(await inside(again.web, 'sh', '-c', 'printf %s "$LEVEL"')).toBe("a'b\n$c");
    expect(await nameOf(again.web)).toBe('quayside-lab/app:1');

    const same = await deploy(ground, serviceId);
    expect(same.state).toBe('succeeded');
    const folder = `/var/lib/quayside/compose/${serviceId.toLowerCase().replaceAll('_', '-')}`;
    const left = await server.must([
      'sh',
      '-c',
      'cd "$1" && ls releases/*.yaml content | wc -w',
      'sh',
      folder,
    ]);
    // two releases, the word “content:”, and the one file that both are given, with its mark
    expect(Number(left.trim())).toBeLessThanOrEqual(7);
  }, 240_000);

  it('brings the old version back where the new one is not well, and leaves alone what did not change', async () => {
    const serviceId = await addService(
      ground,
      'sick',
      compose(two('quayside-lab/app:1').replace('"./seed.txt:/seed.txt:ro", ', '')),
    );
    await deploy(ground, serviceId);
    const before = await containers(serviceId);
    await configure(
      serviceId,
      compose(two('quayside-lab/app:unhealthy').replace('"./seed.txt:/seed.txt:ro", ', '')),
    );
    const ended = await deploy(ground, serviceId);
    expect(ended.state, ended.reason ?? '').toBe('rolled-back');
    expect(ended.reason).toContain('web of the new version became unhealthy');
    const after = await containers(serviceId);
    expect(after.worker).toBe(before.worker);
    expect(await nameOf(after.web)).toBe('quayside-lab/app:1');

    await configure(
      serviceId,
      compose(two('quayside-lab/nothing:1').replace('"./seed.txt:/seed.txt:ro", ', '')),
    );
    const missing = await deploy(ground, serviceId);
    expect(missing.state).toBe('failed');
    expect(await containers(serviceId)).toEqual(after);
  }, 240_000);

  it('stops, starts, restarts, and leaves nothing but volumes behind', async () => {
    const { client } = ground;
    const serviceId = await addService(
      ground,
      'still',
      compose('services: {web: {image: "quayside-lab/app:1", volumes: ["data:/d"]}}\nvolumes: {data: }\n'),
    );
    const first = await deploy(ground, serviceId);
    expect(first, first.reason ?? '').toMatchObject({ state: 'succeeded' });
    expect(await client.service.stop({ serviceId })).toMatchObject({ state: 'stopped' });
    expect(await client.service.start({ serviceId })).toMatchObject({ state: 'running' });
    expect(await client.service.restart({ serviceId })).toMatchObject({ state: 'running' });
    await client.service.delete({ serviceId, typedName: 'still' });
    const label = `label=quayside.service=${serviceId}`;
    expect(await server.docker('ps', '-aq', '--filter', label)).toBe('');
    expect(await server.docker('network', 'ls', '-q', '--filter', label)).toBe('');
    expect(await server.docker('volume', 'ls', '-q', '--filter', label)).not.toBe('');
  }, 120_000);

  it('shows the files of its volumes and folders, and leaves both where it goes but for those that are named', async () => {
    const { client } = ground;
    const text = `
services:
  web:
    image: quayside-lab/app:1
    volumes: ["data:/d", "more_data:/n", "./up loads:/u", "./more:/m", "./seed.txt:/seed.txt:ro"]
volumes: {data: , more_data: }
`;
    const serviceId = await addService(ground, 'files', compose(text, [{ path: 'seed.txt', text: 'x' }]));
    expect((await deploy(ground, serviceId)).state).toBe('succeeded');
    const listed = await client.volume.list({ serviceId });
    expect(listed.map(({ name, kind, targets, exists }) => [name, kind, ...targets, exists])).toEqual([
      ['data', 'volume', '/d', true],
      ['more_data', 'volume', '/n', true],
      ['./more', 'folder', '/m', true],
      ['./up loads', 'folder', '/u', true],
    ]);
    const bytes = Buffer.from('kept').toString('base64');
    const { web } = await containers(serviceId);
    for (const [volume, target] of [
      ['data', 'd'],
      ['more_data', 'n'],
      ['./up loads', 'u'],
      ['./more', 'm'],
    ] as const) {
      await client.volume.write({ serviceId, volume, path: 'a.txt', bytes });
      expect(await inside(web, 'cat', `/${target}/a.txt`)).toBe('kept');
      expect(await client.volume.browse({ serviceId, volume })).toMatchObject({
        entries: [{ name: 'a.txt' }],
      });
    }
    for (const volume of ['./seed.txt', './nothing', '/etc', './..'])
      await expect(client.volume.browse({ serviceId, volume }), volume).rejects.toMatchObject({
        code: volume === './..' ? 'INVALID_INPUT' : 'NOT_FOUND',
      });
    const deletion = await client.service.deletion({ serviceId });
    expect(deletion.volumes?.map(({ name }) => name)).toEqual(['data', 'more_data', './more', './up loads']);
    await client.service.delete({ serviceId, typedName: 'files', volumes: ['data', './more'] });
    const label = `label=quayside.service=${serviceId}`;
    expect(await server.docker('volume', 'ls', '-q', '--filter', label)).toMatch(/_more_data$/);
    const folder = `/var/lib/quayside/compose/${serviceId.toLowerCase().replaceAll('_', '-')}`;
    expect(await server.must(['find', folder, '-type', 'f'])).toBe(`${folder}/data/up%20loads/a.txt`);
  });

  it('runs what asks for root only once somebody accepted exactly that', async () => {
    const { client, serverId } = ground;
    const spec = compose('services: {web: {image: "quayside-lab/app:1", cap_add: [NET_ADMIN]}}\n');
    const serviceId = await addService(ground, 'caps', spec);
    const refused = await deploy(ground, serviceId);
    expect(refused).toMatchObject({ state: 'failed' });
    expect(refused.reason).toContain('services.web.cap_add.0 (NET_ADMIN)');
    expect(await containers(serviceId)).toEqual({});
    const [finding] = (await client.service.composition({ serviceId })).findings;
    await client.service.acceptFinding({
      serviceId,
      serverId,
      finding: finding?.id ?? '',
      reason: 'a router',
    });
    expect((await deploy(ground, serviceId)).state).toBe('succeeded');
    await configure(
      serviceId,
      compose('services: {web: {image: "quayside-lab/app:1", cap_add: [SYS_ADMIN]}}\n'),
    );
    expect((await deploy(ground, serviceId)).reason).toContain('SYS_ADMIN');
  }, 120_000);
});
