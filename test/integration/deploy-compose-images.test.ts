import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabRegistry, type LabServer, startRegistry, startServer } from '#test/lab/index.ts';
import { addService, deploy, type Ground, logText, makeGround, untilEnd } from './deploy-support.ts';

const [username, password] = ['robot', 'right-password-of-robot'];

describeOnLab('the images of a compose project', () => {
  let server: LabServer;
  let registry: LabRegistry;
  let ground: Ground;

  beforeAll(async () => {
    [server, registry] = await Promise.all([
      startServer({ swarm: true, images: ['quayside-lab/app:1', 'quayside-lab/app:2'] }),
      startRegistry(),
    ]);
    ground = await makeGround(server);
    await registry.push(server, 'quayside-lab/app:1', 'shop/web:1');
    await registry.requireSignIn({ username, password });
  });
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await Promise.all([server?.stop(), registry?.stop()]);
  });

  const spec = (): ComposeSpec => ({
    type: 'compose',
    files: [
      {
        path: 'compose.yaml',
        text: `services:
  web: {image: "${registry.host}/shop/web:1", pull_policy: always}
  tool: {build: tool, image: "quayside-lab/app:1"}
  twin: {image: "quayside-lab/app:1"}
`,
      },
      { path: 'tool/Dockerfile', text: 'FROM quayside-lab/app:2\nLABEL of=tool\n' },
    ],
    composeFiles: ['compose.yaml'],
    profiles: [],
    soakSeconds: 1,
    drainSeconds: 60,
  });
  const runs = async (serviceId: string): Promise<Record<string, string>> => {
    const format = '{{.Label "com.docker.compose.service"}} {{.Image}}';
    const filter = `label=quayside.service=${serviceId}`;
    const text = await server.docker('ps', '--no-trunc', '--filter', filter, '--format', format);
    return Object.fromEntries(text.split('\n').map((line) => line.split(' ') as [string, string]));
  };

  it('are pulled as the organization, pinned by digest, and the same ones again after a rollback', async () => {
    const { client, organizationId } = ground;
    const serviceId = await addService(ground, 'shop', spec());
    const unknown = await deploy(ground, serviceId);
    expect(unknown).toMatchObject({ state: 'failed', curedBy: 'registry' });

    const address = `https://${registry.host}/`;
    await client.registry.create({ organizationId, name: 'Lab', address, username, password });
    const first = await deploy(ground, serviceId);
    expect(first, first.reason ?? '').toMatchObject({ state: 'succeeded' });
    const before = await runs(serviceId);
    const digestOf = (deployment: typeof first, part: string) =>
      deployment.images.find((each) => each.part === part)?.digest;
    expect(before.web).toBe(`${registry.host}/shop/web@${digestOf(first, 'web')}`);
    expect(before.tool).toBe(digestOf(first, 'tool'));
    expect(before.twin).toBe(before.tool);
    const { tasks } = await client.service.runtime({ serviceId });
    expect(tasks.map(({ image }) => image).toSorted()).toEqual(
      ['quayside-lab/app:1', 'quayside-lab/app:1', `${registry.host}/shop/web:1`].toSorted(),
    );
    const labelOf = (image: string) =>
      server.docker('image', 'inspect', '-f', '{{.Config.Labels.of}}', image);
    expect(await labelOf(before.tool ?? '')).toBe('tool');
    expect(await labelOf('quayside-lab/app:1')).toBe('<no value>');

    await server.docker('login', '-u', username, '-p', password, registry.host);
    await registry.push(server, 'quayside-lab/app:2', 'shop/web:1');
    await server.docker('logout', registry.host);
    const second = await deploy(ground, serviceId);
    expect(second, second.reason ?? '').toMatchObject({ state: 'succeeded' });
    expect(digestOf(second, 'web')).not.toBe(digestOf(first, 'web'));

    await server.docker('image', 'prune', '--all', '--force');
    const { id } = await client.deployment.rollback({ deploymentId: first.id });
    const back = await untilEnd(ground, id);
    expect(back, back.reason ?? '').toMatchObject({ state: 'succeeded', images: first.images });
    expect(await runs(serviceId)).toEqual(before);

    const told = [
      await server.must(['sh', '-c', 'cat ~/.docker/config.json 2>/dev/null || true']),
      await server.must([
        'sh',
        '-c',
        'grep -r "$1" /var/lib/quayside /tmp 2>/dev/null || true',
        'sh',
        password,
      ]),
      await logText(client, first.id),
      JSON.stringify([first, second, ground.logged]),
    ];
    expect(told.join()).not.toContain(password);

    await client.service.delete({ serviceId, typedName: 'shop' });
    expect(await server.docker('image', 'ls', '-q', 'quayside.local/*')).toBe('');
  }, 240_000);
});
