import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import { addService, deploy, type Ground, logText, makeGround, untilEnd } from './deploy-support.ts';

const project = (web: string, runAs: 'stack' | 'compose' = 'stack'): ComposeSpec => ({
  type: 'compose',
  files: [
    {
      path: 'compose.yaml',
      text: `
services:
  web:
    image: ${web}
    container_name: shop-web
    depends_on: [worker]
    secrets: [key]
    healthcheck:
      test: [CMD, wget, -q, -O, /dev/null, "http://127.0.0.1:8080/health"]
      interval: 1s
      retries: 3
  worker:
    image: quayside-lab/app:1
    restart: always
    volumes: ["data:/data", "./seed.txt:/seed.txt:ro", "./kept:/kept"]
volumes: {data: }
secrets: {key: {environment: KEY}}
`,
    },
    { path: 'seed.txt', text: 'one' },
  ],
  composeFiles: ['compose.yaml'],
  profiles: [],
  runAs,
  soakSeconds: 1,
  drainSeconds: 60,
});

describeOnLab('deploying a compose project as a Swarm stack', () => {
  let server: LabServer;
  let ground: Ground;

  beforeAll(async () => {
    server = await startServer({
      swarm: true,
      images: ['quayside-lab/app:1', 'quayside-lab/app:2', 'quayside-lab/app:unhealthy'],
    });
    ground = await makeGround(server);
  });
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await server?.stop();
  });

  const lines = async (...argv: string[]) => (await server.docker(...argv)).split('\n').filter(Boolean);
  /** The running container of each part. */
  const containers = async (serviceId: string): Promise<Record<string, string>> => {
    const format = '{{.Label "quayside.part"}} {{.ID}}';
    const found = await lines('ps', '--filter', `label=quayside.service=${serviceId}`, '--format', format);
    return Object.fromEntries(found.map((line) => line.split(' ') as [string, string]));
  };
  const inside = (container: string | undefined, ...argv: string[]) =>
    server.docker('exec', container ?? '', ...argv);
  const imageOf = (container: string | undefined) =>
    server.docker('inspect', '-f', '{{index .Config.Labels "quayside.image"}}', container ?? '');
  const succeed = async (serviceId: string) => {
    const ended = await deploy(ground, serviceId);
    expect(ended.state, `${ended.reason}\n${await logText(ground.client, ended.id)}`).toBe('succeeded');
    return ended;
  };

  it('starts, replaces what changed, survives a bad release, changes its engine, goes back, and leaves nothing', async () => {
    const { client } = ground;
    const serviceId = await addService(ground, 'shop', project('quayside-lab/app:1'));
    await client.serviceVariables.replace({ serviceId, variables: [{ name: 'KEY', value: "a'b$c" }] });
    const plan = await client.deployment.plan({ serviceId });
    expect(plan.warnings).toContainEqual(
      'A Swarm stack leaves out of “web”: container_name, depends_on (all parts start at once).',
    );
    const first = await succeed(serviceId);
    const before = await containers(serviceId);
    expect(Object.keys(before).toSorted()).toEqual(['web', 'worker']);
    expect(await inside(before.web, 'cat', '/run/secrets/key')).toBe("a'b$c");
    expect(await inside(before.worker, 'cat', '/seed.txt')).toBe('one');
    await inside(before.worker, 'touch', '/data/mine', '/kept/mine');
    const runtime = await client.service.runtime({ serviceId });
    expect(runtime).toMatchObject({ state: 'running', healthyReplicas: 2, desiredReplicas: 2 });
    expect(runtime.tasks.map(({ part }) => part)).toEqual(['web', 'worker']);

    await client.service.configure({ serviceId, spec: project('quayside-lab/app:2') });
    await client.serviceVariables.replace({ serviceId, variables: [{ name: 'KEY', value: 'other' }] });
    await succeed(serviceId);
    const after = await containers(serviceId);
    expect(after.worker).toBe(before.worker);
    expect(await imageOf(after.web)).toBe('quayside-lab/app:2');
    expect(await inside(after.web, 'cat', '/run/secrets/key')).toBe('other');

    await client.service.configure({ serviceId, spec: project('quayside-lab/app:unhealthy') });
    const sick = await deploy(ground, serviceId);
    expect(sick.state, sick.reason ?? '').toBe('rolled-back');
    expect(await containers(serviceId), 'the old version served throughout').toEqual(after);

    expect(await client.service.stop({ serviceId })).toMatchObject({ state: 'stopped' });
    expect(await client.service.start({ serviceId })).not.toMatchObject({ state: 'stopped' });

    await client.service.configure({ serviceId, spec: project('quayside-lab/app:2', 'compose') });
    await succeed(serviceId);
    const label = `label=quayside.service=${serviceId}`;
    expect(await lines('service', 'ls', '-q', '--filter', label)).toEqual([]);
    const ofWorker = 'label=com.docker.compose.service=worker';
    const [worker] = await lines('ps', '-q', '--filter', label, '--filter', ofWorker);
    expect((await inside(worker, 'ls', '/data', '/kept')).match(/mine/g)).toHaveLength(2);

    const { id } = await client.deployment.rollback({ deploymentId: first.id });
    const back = await untilEnd(ground, id);
    expect(back.state, `${back.reason}\n${await logText(client, id)}`).toBe('succeeded');
    const again = await containers(serviceId);
    expect(await imageOf(again.web)).toBe('quayside-lab/app:1');
    expect(await inside(again.web, 'cat', '/run/secrets/key')).toBe("a'b$c");
    await client.service.delete({ serviceId, typedName: 'shop' });
    for (const kind of ['service', 'secret', 'config', 'network'])
      expect(await lines(kind, 'ls', '-q', '--filter', label), kind).toEqual([]);
    expect(await lines('ps', '-aq', '--filter', label)).toEqual([]);
    expect(await lines('volume', 'ls', '-q', '--filter', label)).toHaveLength(1);
  }, 240_000);
});
