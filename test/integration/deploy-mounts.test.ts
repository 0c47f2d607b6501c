import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Mount } from '#shared/contract/mount.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import {
  addService,
  deploy,
  endServices,
  type Ground,
  makeGround,
  reconfigure,
  specOf,
} from './deploy-support.ts';

const mount = (fields: object): Mount => Mount.parse(fields);
const data = mount({ type: 'volume', name: 'data', target: '/data' });

describeOnLab('what is mounted', () => {
  let server: LabServer;
  let ground: Ground;

  beforeAll(async () => {
    server = await startServer({ swarm: true, images: ['quayside-lab/app:1', 'quayside-lab/app:unhealthy'] });
    ground = await makeGround(server);
  });
  afterEach(() => endServices(server));
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await server?.stop();
  });

  const inside = async (serviceId: string, ...command: string[]): Promise<string> => {
    const listed = await server.docker('ps', '-q', '--filter', `label=quayside.service=${serviceId}`);
    return server.docker('exec', listed.split('\n')[0] ?? '', ...command);
  };
  const setVariables = (serviceId: string, value: string) =>
    ground.client.serviceVariables.replace({
      serviceId,
      variables: [
        { name: 'PASSWORD', value, isSecret: true },
        { name: 'HOST', value: 'db.internal', isSecret: false },
      ],
    });

  it('keeps what is written to a volume over deployments, and one service’s apart from another’s', async () => {
    const [one, other] = [
      await addService(ground, 'one', specOf({ mounts: [data] })),
      await addService(ground, 'other', specOf({ mounts: [data] })),
    ];
    const ended = await deploy(ground, one);
    expect(ended, ended.reason ?? '').toMatchObject({ state: 'succeeded' });
    await inside(one, 'sh', '-c', 'echo kept > /data/note');
    await deploy(ground, one);
    expect(await inside(one, 'cat', '/data/note')).toBe('kept');
    await deploy(ground, other);
    expect(await inside(other, 'ls', '/data')).toBe('');
    const labels = await server.docker('volume', 'inspect', '-f', '{{json .Labels}}', `${one}-data`);
    expect(JSON.parse(labels)).toMatchObject({
      'quayside.service': one,
      'quayside.environment': ground.environmentId,
      'quayside.volume': 'data',
    });
  });

  it('writes a file with the values of its variables, and a changed value or text at the next deployment', async () => {
    const file = (content: string) =>
      mount({ type: 'file', target: '/etc/app/app.conf', mode: '440', content });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: references look like this
    const text = 'host=${{HOST}}\npassword=${{PASSWORD}}\n';
    const serviceId = await addService(ground, 'configured', specOf({ mounts: [file(text)] }));
    await setVariables(serviceId, 's3cret{{x}}');
    const first = await deploy(ground, serviceId);
    expect(first, first.reason ?? '').toMatchObject({ state: 'succeeded' });
    expect(await inside(serviceId, 'cat', '/etc/app/app.conf')).toBe(
      'host=db.internal\npassword=s3cret{{x}}',
    );
    expect(await inside(serviceId, 'stat', '-c', '%a %u', '/etc/app/app.conf')).toBe('440 0');
    await setVariables(serviceId, 'other');
    const { changes } = await ground.client.deployment.plan({ serviceId });
    expect(changes).toContainEqual({ field: 'file /etc/app/app.conf', from: '•••', to: '•••' });
    await deploy(ground, serviceId);
    expect(await inside(serviceId, 'cat', '/etc/app/app.conf')).toContain('password=other');
    await ground.client.deployment.rollback({ deploymentId: first.id });
    await expect.poll(() => inside(serviceId, 'cat', '/etc/app/app.conf').catch(String)).toContain('s3cret');
    const kept = await server.docker('secret', 'ls', '-q', '--filter', `label=quayside.service=${serviceId}`);
    expect(kept.split('\n')).toHaveLength(2);
    await ground.client.service.delete({ serviceId, typedName: 'configured' });
    expect(await server.docker('secret', 'ls', '-q')).toBe('');
  });

  it('goes back to the volume and the files of before where a version fails', async () => {
    const file = (content: string) => mount({ type: 'file', target: '/app.conf', content });
    const serviceId = await addService(ground, 'back', specOf({ mounts: [data, file('old')] }));
    await deploy(ground, serviceId);
    await inside(serviceId, 'sh', '-c', 'echo kept > /data/note');
    const image = 'quayside-lab/app:unhealthy';
    await reconfigure(ground.client, serviceId, specOf({ image, mounts: [data, file('new')] }));
    expect(await deploy(ground, serviceId)).toMatchObject({ state: 'rolled-back' });
    await expect.poll(() => inside(serviceId, 'cat', '/app.conf').catch(String)).toBe('old');
    expect(await inside(serviceId, 'cat', '/data/note')).toBe('kept');
  });

  it('takes no volume of somebody else’s, and keeps its own when the service goes', async () => {
    const serviceId = await addService(ground, 'squatted', specOf({ mounts: [data] }));
    await server.docker('volume', 'create', `${serviceId}-data`);
    const refused = await deploy(ground, serviceId);
    expect(refused).toMatchObject({ state: 'failed' });
    expect(refused.reason).toMatch(/that Quayside did not make/);
    await server.docker('volume', 'rm', `${serviceId}-data`);
    await deploy(ground, serviceId);
    await ground.client.service.delete({ serviceId, typedName: 'squatted' });
    expect(await server.docker('volume', 'ls', '-q')).toContain(`${serviceId}-data`);
  });

  it('mounts memory and a folder of the server, and says what a folder is that is not there', async () => {
    await server.exec(['sh', '-c', 'mkdir -p /srv/site && echo hello > /srv/site/index']);
    const mounts = [
      mount({ type: 'tmpfs', target: '/scratch', sizeMiB: 2 }),
      mount({ type: 'bind', source: '/srv/site', target: '/site', readOnly: true }),
    ];
    const serviceId = await addService(ground, 'bound', specOf({ mounts }));
    await deploy(ground, serviceId);
    expect(await inside(serviceId, 'cat', '/site/index')).toBe('hello');
    expect(await inside(serviceId, 'sh', '-c', 'touch /site/x 2>&1 || true')).toContain('Read-only');
    expect(await inside(serviceId, 'df', '-k', '/scratch')).toContain('2048');
    const nowhere = mount({ type: 'bind', source: '/srv/nowhere', target: '/site' });
    await reconfigure(ground.client, serviceId, specOf({ mounts: [nowhere] }));
    const failed = await deploy(ground, serviceId);
    expect(failed.reason).toContain('/srv/nowhere');
  });
});
