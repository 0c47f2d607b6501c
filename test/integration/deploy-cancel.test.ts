import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabRegistry, type LabServer, startRegistry, startServer } from '#test/lab/index.ts';
import { soonMs } from '#test/support/soon.ts';
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
  untilRuntime,
  untilState,
} from './deploy-support.ts';

describeOnLab('cancelling a deployment', () => {
  let server: LabServer;
  let registry: LabRegistry;
  let ground: Ground;

  beforeAll(async () => {
    [server, registry] = await Promise.all([
      startServer({ swarm: true, images: ['quayside-lab/app:1', 'quayside-lab/app:2'] }),
      startRegistry(),
    ]);
    ground = await makeGround(server);
  });
  afterEach(() => endServices(server));
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await Promise.all([server?.stop(), registry?.stop()]);
  });

  const cancelAt = async (serviceId: string, state: string) => {
    const { id } = await ground.client.deployment.create({ serviceId });
    await untilState(ground, id, (deployment) => deployment.state === state);
    const started = performance.now();
    await ground.client.deployment.cancel({ deploymentId: id });
    const ended = await untilEnd(ground, id);
    return { ended, tookMs: performance.now() - started };
  };

  it('ends one that waits for its turn, which never begins', async () => {
    const busy = await Promise.all(
      ['one', 'two'].map((name) => addService(ground, name, specOf({ soakSeconds: 4 }))),
    );
    const running = await Promise.all(
      busy.map((serviceId) => ground.client.deployment.create({ serviceId })),
    );
    const serviceId = await addService(ground, 'three');
    const { ended } = await cancelAt(serviceId, 'queued');
    expect(ended).toMatchObject({ state: 'cancelled', startedAt: null });
    for (const { id } of running) {
      const other = await untilEnd(ground, id);
      expect(other.state, other.reason ?? '').toBe('succeeded');
    }
    await expect(ground.client.deployment.cancel({ deploymentId: ended.id })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('leaves a server that hangs at once, with nothing changed on it', async () => {
    const serviceId = await addService(ground, 'hanging');
    await server.freeze('docker.service');
    try {
      const { ended, tookMs } = await cancelAt(serviceId, 'planning');
      expect(ended.reason).toContain('before anything was changed');
      expect(tookMs).toBeLessThan(soonMs);
    } finally {
      await server.thaw('docker.service');
    }
  });

  it('stops a pull', async () => {
    await registry.push(server, 'quayside-lab/app:2', 'shop/web:2');
    const serviceId = await addService(ground, 'pulling', specOf({ image: `${registry.host}/shop/web:2` }));
    await registry.machine.freeze();
    try {
      const { ended, tookMs } = await cancelAt(serviceId, 'pulling');
      expect(ended.state).toBe('cancelled');
      expect(tookMs).toBeLessThan(soonMs);
    } finally {
      await registry.machine.thaw();
    }
    const pulled = await deploy(ground, serviceId);
    expect(pulled.reason).toBeNull();
    expect(pulled.imageDigest).toMatch(/^sha256:/);
    expect(pulled.imageDigest).not.toBe(pulled.imageId);
  });

  it.each(['starting', 'verifying'])('goes back to the old version while %s', async (state) => {
    const serviceId = await addService(ground, `back from ${state}`);
    expect((await deploy(ground, serviceId)).reason).toBeNull();
    await reconfigure(ground.client, serviceId, specOf({ image: 'quayside-lab/app:2', soakSeconds: 60 }));
    const { ended } = await cancelAt(serviceId, state);
    expect(ended.state, ended.reason ?? '').toBe('cancelled');
    expect(ended.reason).toContain('The old version keeps serving');
    await untilRuntime(
      ground,
      serviceId,
      (row) => row.state === 'running' && row.runtime.healthyReplicas === 1,
    );
    expect(await askReplica(server, serviceId)).toBe('1');
  });

  it('pins an image of a registry by digest, and keeps it though the registry is gone', async () => {
    const digest = await registry.push(server, 'quayside-lab/app:1', 'shop/pinned:1');
    const serviceId = await addService(ground, 'pinned', specOf({ image: `${registry.host}/shop/pinned:1` }));
    const ended = await deploy(ground, serviceId);
    expect(`${registry.host}/shop/pinned@${ended.imageDigest}`).toBe(digest);
    await registry.machine.cut('refused');
    const { id } = await ground.client.deployment.rollback({ deploymentId: ended.id });
    expect(await untilEnd(ground, id)).toMatchObject({ state: 'succeeded', imageDigest: ended.imageDigest });
    await registry.machine.heal();
  });

  it('pulls a private image by the account that its organization has, and leaves nothing of it on the server', async () => {
    const { client, organizationId, serverId } = ground;
    const [username, password] = ['robot', 'right-password-of-robot'];
    await registry.push(server, 'quayside-lab/app:2', 'shop/private:1');
    await registry.requireSignIn({ username, password });
    const image = `${registry.host}/shop/private:1`;
    const serviceId = await addService(ground, 'private', specOf({ image }));

    const unknown = await deploy(ground, serviceId);
    expect(unknown.curedBy).toBe('registry');
    expect(unknown.reason).toContain(`add a registry for ${registry.host} under`);

    const given = { name: 'Lab', address: `https://${registry.host}/`, username, password: 'wrong-one' };
    const { id: registryId } = await client.registry.create({ organizationId, ...given });
    await expect(client.registry.test({ registryId, serverId })).rejects.toMatchObject({
      code: 'REMOTE_FAILED',
      data: { stderr: expect.stringMatching(/unauthorized/i), cure: expect.stringContaining('password') },
    });
    const refused = await deploy(ground, serviceId);
    expect(refused).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('“Lab” was used, as robot'),
    });

    await client.registry.update({ registryId, password });
    expect(await client.registry.test({ registryId, serverId })).toMatchObject({ server: 'lab' });
    await registry.machine.freeze();
    const { id } = await client.deployment.create({ serviceId });
    await untilState(ground, id, ({ state }) => state === 'pulling');
    const processes = await server.must(['ps', '-eww', '-o', 'args']);
    await registry.machine.thaw();
    const ended = await untilEnd(ground, id);
    expect(ended.reason).toBeNull();
    expect(ended.imageDigest).toMatch(/^sha256:/);

    expect(processes).toContain('dockerd');
    const told = [
      processes,
      JSON.stringify([ended, refused]),
      await logText(client, id),
      JSON.stringify(ground.logged),
    ];
    expect(told.join()).not.toContain(password);
    expect(
      await filesHolding(server, ['quayside.service', password, btoa(`${username}:${password}`)]),
    ).toEqual({
      'quayside.service': true,
      [password]: false,
      [btoa(`${username}:${password}`)]: false,
    });
  });
});

/** Whether any file of a server, or its journal, holds a text. */
async function filesHolding(server: LabServer, texts: readonly string[]): Promise<Record<string, boolean>> {
  const places = '/root /home /etc /tmp /run /var/log /var/lib/docker';
  const script = `{ grep -rqaF -e "$1" ${places} 2>/dev/null || journalctl | grep -qF -e "$1"; } && echo held || echo none`;
  const found = await Promise.all(
    texts.map(async (text) => [text, (await server.must(['sh', '-c', script, 'sh', text])).includes('held')]),
  );
  return Object.fromEntries(found);
}
