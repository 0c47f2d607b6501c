import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import {
  addService,
  askReplica,
  deploy,
  endServices,
  type Ground,
  makeGround,
  reconfigure,
  specOf,
} from './deploy-support.ts';

describeOnLab('deploying an image', () => {
  let server: LabServer;
  let ground: Ground;

  beforeAll(async () => {
    server = await startServer({
      swarm: true,
      images: [
        'quayside-lab/app:1',
        'quayside-lab/app:2',
        'quayside-lab/app:unhealthy',
        'quayside-lab/app:crash',
      ],
    });
    ground = await makeGround(server);
  });
  afterEach(() => endServices(server));
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await server?.stop();
  });

  /** Deletes whatever runs in the environment, and with the last service its network. */
  const removeServices = async (): Promise<void> => {
    const services = await ground.client.service.list({ environmentId: ground.environmentId });
    for (const { id, name } of services)
      await ground.client.service.delete({ serviceId: id, typedName: name });
  };

  it('runs it, healthy for its soak time, and remembers exactly which image it was', async () => {
    const serviceId = await addService(ground, 'web');
    const ended = await deploy(ground, serviceId);
    expect(ended, ended.reason ?? '').toMatchObject({ state: 'succeeded', number: 1, reason: null });
    expect(ended.imageId).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await askReplica(server, serviceId)).toBe('1');
    const service = await ground.client.service.get({ serviceId });
    expect(service).toMatchObject({ state: 'running', currentDeploymentId: ended.id });
  });

  // where several tasks wait for it, Swarm's own way back now and then replaces the old one by a fresh one: that is told then
  it('says what an unhealthy version did, and whether the old one kept serving', async () => {
    const serviceId = await addService(ground, 'sick');
    await deploy(ground, serviceId);
    const running = () => server.docker('ps', '-q', '--filter', `label=quayside.service=${serviceId}`);
    const before = await running();
    await reconfigure(ground.client, serviceId, specOf({ image: 'quayside-lab/app:unhealthy' }));
    const ended = await deploy(ground, serviceId);
    expect(ended.state).toBe('rolled-back');
    expect(ended.reason).toContain('became unhealthy');
    expect(await askReplica(server, serviceId)).toBe('1');
    const hasStayed = (await running()) === before;
    expect(ended.reason).toContain(
      hasStayed ? 'The old version keeps serving.' : 'The old version was started again.',
    );
  });

  it('tells the exit code and the last words of a version that crashes', async () => {
    const serviceId = await addService(ground, 'crashing');
    await deploy(ground, serviceId);
    await reconfigure(ground.client, serviceId, specOf({ image: 'quayside-lab/app:crash', soakSeconds: 10 }));
    const ended = await deploy(ground, serviceId);
    expect(ended.state).toBe('rolled-back');
    expect(ended.reason).toContain('exit code 1');
    expect(ended.reason).toContain('fatal: cannot reach the database');
    // A version without a health check takes the old one's place before it crashes; the old one comes back.
    await expect.poll(() => askReplica(server, serviceId).catch(String)).toBe('1');
  });

  it('says honestly that an image is nowhere, with a cure', async () => {
    const serviceId = await addService(ground, 'missing', specOf({ image: 'quayside-lab/nothing:1' }));
    const ended = await deploy(ground, serviceId);
    expect(ended.state).toBe('failed');
    expect(ended.reason).toContain('Check its name and tag');
  });

  it('starts the first service of an environment right after the last one was deleted with its network', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      const serviceId = await addService(ground, `again-${turn}`);
      const ended = await deploy(ground, serviceId);
      expect(ended, ended.reason ?? '').toMatchObject({ state: 'succeeded' });
      await removeServices();
    }
  });
});
