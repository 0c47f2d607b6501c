import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { transferImage } from '#core/remote/docker/transfer-image.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { caddyImage, type LabServer, loadCaddy, startServer } from '#test/lab/index.ts';
import {
  addServer,
  addService,
  deploy,
  type Ground,
  logText,
  makeGround,
  specOf,
  untilEnd,
  untilState,
} from './deploy-support.ts';
import { deployKilled } from './killed-host.ts';
import { connectTo } from './remote-target.ts';
import { ask, load } from './routing-support.ts';

const host = 'shop.example.com';

describeOnLab('a service that runs is moved', () => {
  let [here, there]: LabServer[] = [];
  let ground: Ground;
  let dataFolder: string;
  let staging: string;
  let thereId: string;
  let serviceId: string;

  const onServers = () => {
    if (!here || !there) throw new Error('the servers did not start');
    return { here, there };
  };
  const servicesOn = async (server: LabServer): Promise<string[]> => {
    const lines = await server.docker(
      ...['service', 'ls', '--filter', `label=quayside.service=${serviceId}`, '--format', '{{.Name}}'],
    );
    return lines.split('\n').filter(Boolean);
  };
  const networksOn = async (server: LabServer): Promise<string[]> => {
    const lines = await server.docker(
      ...['network', 'ls', '--filter', 'label=quayside.environment', '--format', '{{.Name}}'],
    );
    return lines.split('\n').filter(Boolean);
  };
  const move = async (to: { environmentId: string; serverId?: string }) => {
    const { deployment } = await ground.client.service.move({ serviceId, ...to });
    return untilEnd(ground, deployment?.id ?? '');
  };

  beforeAll(async () => {
    const started = { swarm: true, images: ['quayside-lab/app:1' as const] };
    [here, there] = await Promise.all([startServer(started), startServer(started)]);
    const servers = onServers();
    await Promise.all([loadCaddy(servers.here), loadCaddy(servers.there)]);
    dataFolder = mkdtempSync(join(tmpdir(), 'quayside-move-'));
    ground = await makeGround(servers.here, { dataFolder });
    const { client, organizationId, serverId } = ground;
    thereId = await addServer(client, organizationId, servers.there, 'other');
    await Promise.all(
      [serverId, thereId].map((id) =>
        client.proxy.install({ serverId: id, type: 'caddy', image: caddyImage }),
      ),
    );
    const { projectId } = await client.environment.get({ environmentId: ground.environmentId });
    staging = (await client.environment.create({ projectId, name: 'staging' })).id;
    await client.environmentVariables.replace({
      environmentId: staging,
      variables: [{ name: 'STAGE', value: 'staging', isSecret: false }],
    });
    serviceId = await addService(ground, 'web', specOf());
    await client.domain.create({ serviceId, host, port: 8080, https: 'none' });
    expect(await deploy(ground, serviceId)).toMatchObject({ state: 'succeeded' });
  });
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await Promise.all([here?.stop(), there?.stop()]);
    rmSync(dataFolder, { recursive: true, force: true });
  });

  it('into another environment of its server, without a request lost, with the variables of there', async () => {
    const servers = onServers();
    const { client, serverId } = ground;
    const plan = await client.service.planMove({ serviceId, environmentId: staging });
    expect(plan).toMatchObject({
      how: 'move',
      blockers: [],
      variables: { gained: ['STAGE'], lost: [], changed: [] },
      to: { environment: 'Shop/staging', server: 'lab' },
    });
    const [before] = await networksOn(servers.here);
    const requests = load(servers.here, host, 20);
    const ended = await move({ environmentId: staging });
    const { lost, sent } = await requests.stop();
    expect(ended, `${ended.reason}\n${await logText(client, ended.id)}`).toMatchObject({
      state: 'succeeded',
    });
    expect(lost).toEqual([]);
    expect(sent).toBeGreaterThan(20);
    expect(await client.service.get({ serviceId })).toMatchObject({
      environmentId: staging,
      serverId,
      currentDeploymentId: ended.id,
    });
    expect(await servicesOn(servers.here)).toEqual([expect.stringMatching(/^acme-shop-staging-web-/)]);
    expect(await networksOn(servers.here)).not.toContain(before);
    const environment = await servers.here.docker(
      ...['service', 'inspect', (await servicesOn(servers.here))[0] ?? ''],
      ...['--format', '{{.Spec.TaskTemplate.ContainerSpec.Env}}'],
    );
    expect(environment).toContain('STAGE=staging');
  });

  it('stays as it was where the move is cancelled on the way, and nothing is left on the other server', async () => {
    const servers = onServers();
    const { client, environmentId } = ground;
    const { deployment } = await client.service.move({ serviceId, environmentId, serverId: thereId });
    const id = deployment?.id ?? '';
    await untilState(ground, id, ({ state }) => state === 'verifying' || state === 'draining');
    await client.deployment.cancel({ deploymentId: id });
    const ended = await untilEnd(ground, id);
    expect(ended.state).toBe('cancelled');
    expect(ended.reason).toContain('as before');
    expect(await servicesOn(servers.there)).toEqual([]);
    expect(ended.reason).toMatch(/ nothing of it is left on other\.$/);
    expect(await networksOn(servers.there)).toEqual([]);
    expect(await ask(servers.here, host)).toMatchObject({ status: 200, body: '1' });
    expect(await client.service.get({ serviceId })).toMatchObject({ environmentId: staging });
  });

  it('to another server, whose proxy leads to it before the old one ends', async () => {
    const servers = onServers();
    const { client, environmentId } = ground;
    expect((await ask(servers.there, host)).status).toBe(404);
    const ended = await move({ environmentId, serverId: thereId });
    expect(ended, `${ended.reason}\n${await logText(client, ended.id)}`).toMatchObject({
      state: 'succeeded',
    });
    expect(await ask(servers.there, host)).toMatchObject({ status: 200, body: '1' });
    expect((await ask(servers.here, host)).status).toBe(404);
    expect(await servicesOn(servers.here)).toEqual([]);
    expect(await networksOn(servers.here)).toEqual([]);
    expect(await client.service.get({ serviceId })).toMatchObject({ environmentId, serverId: thereId });
    expect(await logText(client, ended.id)).toContain(`${host} does not lead to it: create the record`);
  });

  it.each([
    ['verifying', 'here'],
    ['retiring', 'there'],
  ] as const)('all the same where the host is killed as it is %s, to %s', async (at, name) => {
    const servers = onServers();
    const { environmentId, serverId } = ground;
    const [to, from] = name === 'here' ? [servers.here, servers.there] : [servers.there, servers.here];
    const moveTo = { environmentId, serverId: name === 'here' ? serverId : thereId };
    const left = await deployKilled(ground, { dataFolder, serviceId, at, begin: { moveTo } });
    ground = left.ground;
    const ended = await untilEnd(ground, left.deploymentId);
    const log = await logText(ground.client, left.deploymentId);
    expect(ended, `${ended.reason}\n${log}`).toMatchObject({ state: 'succeeded' });
    expect(await ask(to, host)).toMatchObject({ status: 200, body: '1' });
    expect(await servicesOn(to)).toHaveLength(1);
    expect((await ask(from, host)).status).toBe(404);
    expect([...(await servicesOn(from)), ...(await networksOn(from))]).toEqual([]);
    expect(await ground.client.service.get({ serviceId })).toMatchObject(moveTo);
  });

  /** Makes an image on one server alone: the lab's workload with so many bytes that no packing makes smaller. */
  const makeImage = (server: LabServer, name: string, bytes: number): Promise<string> => {
    const script =
      'mkdir -p /b; head -c "$1" /dev/urandom >/b/noise; cat >/b/Dockerfile; docker build -qt "$2" /b';
    const input = 'FROM quayside-lab/app:1\nCOPY noise /noise\n';
    return server.must(['sh', '-ec', script, 'sh', String(bytes), name], { input });
  };

  it('with an image that is in no registry, of which only the layers are sent that are missing', async () => {
    const servers = onServers();
    const { client, environmentId, serverId } = ground;
    await makeImage(servers.here, 'made/here:1', 3_000_000);
    const idOn = (server: LabServer) =>
      server.docker('image', 'inspect', '--format', '{{.Id}}', 'made/here:1').catch(() => '');
    const imageId = await idOn(servers.here);
    serviceId = await addService(ground, 'made-here', specOf({ image: 'made/here:1' }));
    expect(await deploy(ground, serviceId)).toMatchObject({ state: 'succeeded', serverId });
    const to = { environmentId, serverId: thereId };
    expect(await client.service.planMove({ serviceId, ...to })).toMatchObject({ blockers: [] });
    const ended = await move(to);
    const log = await logText(client, ended.id);
    expect(ended, `${ended.reason}\n${log}`).toMatchObject({ state: 'succeeded' });
    const [, layers, all, amount] = /Sent (\d+) of its (\d+) layers, ([\d.]+) MiB/.exec(log) ?? [];
    expect([layers, Number(all) > 1]).toEqual(['1', true]);
    expect(Number(amount)).toBeLessThan((3_000_000 / 1024 / 1024) * 1.02 + 0.1);
    expect(await servers.there.docker('image', 'inspect', '--format', '{{.Id}}', imageId)).toBe(imageId);
    expect(await idOn(servers.there)).toBe('');
  });

  it('not at all where it is cancelled while its image is sent, and leaves no process behind', async () => {
    const servers = onServers();
    const { client, environmentId, serverId } = ground;
    await makeImage(servers.here, 'made/large:1', 60_000_000);
    serviceId = await addService(ground, 'large', specOf({ image: 'made/large:1' }));
    expect(await deploy(ground, serviceId)).toMatchObject({ state: 'succeeded' });
    const { deployment } = await client.service.move({ serviceId, environmentId, serverId: thereId });
    const id = deployment?.id ?? '';
    for await (const { lines } of await client.deployment.log({ deploymentId: id }))
      if (lines.some(({ text }) => text.includes('is sent from'))) break;
    await client.deployment.cancel({ deploymentId: id });
    expect(await untilEnd(ground, id)).toMatchObject({ state: 'cancelled' });
    expect(await servicesOn(servers.there)).toEqual([]);
    expect(await client.service.get({ serviceId })).toMatchObject({ serverId, state: 'running' });
    const processes = (server: LabServer) => server.must(['ps', '-eo', 'args']);
    await expect.poll(() => processes(servers.here)).not.toContain('docker image save');
    await expect.poll(() => processes(servers.there)).not.toContain('docker image load');
  });

  it('goes on where the connection to the old server is cut while its image is sent', async () => {
    const servers = onServers();
    const { client, environmentId, serverId } = ground;
    const { deployment } = await client.service.move({ serviceId, environmentId, serverId: thereId });
    const id = deployment?.id ?? '';
    const processes = () => servers.there.must(['ps', '-eo', 'args']);
    await expect.poll(processes, { interval: 5 }).toContain('docker image load');
    await servers.here.cut('refused');
    const stateOf = async () => (await client.server.get({ serverId })).connection.state;
    await expect.poll(stateOf).not.toBe('up');
    await servers.here.heal();
    const ended = await untilEnd(ground, id);
    const log = await logText(client, id);
    expect(ended, `${ended.reason}\n${log}`).toMatchObject({ state: 'succeeded' });
    expect(log).toContain('Sent 1 of its ');
    expect(await client.service.get({ serviceId })).toMatchObject({ serverId: thereId, state: 'running' });
  });

  it('leaves nothing of an image on a server whose disk is too small for it, and says so', async () => {
    const { here: full } = onServers();
    await using small = await startServer({ dockerDiskMb: 40, images: ['quayside-lab/app:1'] });
    await using from = await connectTo(full);
    await using to = await connectTo(small);
    const images = () => small.docker('image', 'ls', '--all', '--quiet');
    const before = await images();
    const id = await full.docker('image', 'inspect', '--format', '{{.Id}}', 'made/large:1');
    const ends = { from: from.connection, to: to.connection };
    await expect(transferImage({ ...ends, id, signal: AbortSignal.timeout(120_000) })).rejects.toMatchObject({
      code: 'REMOTE_FAILED',
      data: { server: small.name, cure: 'Free some space on the server.' },
    });
    expect(await images()).toBe(before);
  });
});
