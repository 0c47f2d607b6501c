import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeOnLab } from '#test/lab/describe.ts';
import { caddyImage, type LabServer, loadCaddy, startServer } from '#test/lab/index.ts';
import {
  addService,
  deploy,
  type Ground,
  logText,
  makeGround,
  reconfigure,
  untilEnd,
  untilState,
} from './deploy-support.ts';
import { deployKilled } from './killed-host.ts';
import { ask, load, longSpec } from './routing-support.ts';

const host = 'shop.example.com';
const proxyName = 'quayside-proxy';

/** `npm run soak faults` kills so many more times at each point, at instants that nobody chose. */
const moreTurns = Number(process.env.QUAYSIDE_SOAK_TURNS ?? 0);

const killPoints = [
  { at: 'draining', delayMs: 0 },
  { at: 'routed', delayMs: 300 },
  { at: 'retiring', delayMs: 40 },
  { at: 'back', delayMs: 0 },
].flatMap((point) => [
  point,
  ...Array.from({ length: moreTurns }, () => ({ ...point, delayMs: Math.round(Math.random() * 1_000) })),
]);

const specFor = (version: '1' | '2') => longSpec(`quayside-lab/app:${version}`, 1);

describeOnLab('an update behind a proxy', () => {
  let server: LabServer;
  let ground: Ground;
  let serviceId: string;
  let dataFolder: string;
  let serving: '1' | '2';

  beforeAll(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'quayside-drain-'));
    server = await startServer({ swarm: true, images: ['quayside-lab/app:1', 'quayside-lab/app:2'] });
    await loadCaddy(server);
    ground = await makeGround(server, { dataFolder });
    const { client, serverId } = ground;
    await client.proxy.install({ serverId, type: 'caddy', image: caddyImage });
    serviceId = await addService(ground, 'web', specFor('1'));
    await client.domain.create({ serviceId, host, port: 8080, https: 'none' });
    const ended = await deploy(ground, serviceId);
    expect(ended.state, `${ended.reason}\n${await logText(client, ended.id)}`).toBe('succeeded');
  });
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await server?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    serving = (await ask(server, host)).body === '1' ? '1' : '2';
  });

  const other = (): '1' | '2' => (serving === '1' ? '2' : '1');

  /** Configures the version that does not serve now. */
  const configureOther = () => reconfigure(ground.client, serviceId, specFor(other()));

  /** Begins to deploy it with a request of ten seconds open, and resolves once its visitors are led there. */
  const routedUnderLoad = async (): Promise<{ id: string; slow: Promise<unknown> }> => {
    await configureOther();
    const { id } = await ground.client.deployment.create({ serviceId });
    await untilState(ground, id, ({ state }) => state === 'verifying');
    const slow = ask(server, host, '/cgi-bin/slow').catch((error: unknown) => error);
    await expect.poll(() => logText(ground.client, id)).toContain('open request to wait for');
    return { id, slow };
  };

  const ownContainers = (format: string): Promise<string> =>
    server.docker('ps', '--all', '--filter', `label=quayside.service=${serviceId}`, '--format', format);

  /** What has to be true after any fault: one version, which answers and which is told, and nothing of another. */
  const expectWhole = async (deploymentId: string, version: '1' | '2'): Promise<void> => {
    expect((await ground.client.service.get({ serviceId })).currentDeploymentId).toBe(deploymentId);
    const services = await server.docker('service', 'ls', '--quiet', '--filter', 'label=quayside.service');
    expect(services.split('\n')).toHaveLength(1);
    const labels = JSON.parse(
      await server.docker('service', 'inspect', '--format', '{{json .Spec.Labels}}', services),
    );
    expect(labels).toMatchObject({ 'quayside.service': serviceId, 'quayside.deployment': deploymentId });
    expect(Object.keys(labels)).not.toContain('quayside.candidate');
    await expect
      .poll(async () => new Set((await ownContainers('{{.Label "quayside.deployment"}}')).split('\n')))
      .toEqual(new Set([deploymentId]));
    const answer = () => ask(server, host).catch((error: unknown) => String(error));
    await expect.poll(answer).toMatchObject({ status: 200, body: version });
  };

  it.each(killPoints)('loses nobody where the host is killed at “$at”, $delayMs ms later', async (point) => {
    const wanted = other();
    const before = (await ground.client.service.get({ serviceId })).currentDeploymentId ?? '';
    await configureOther();
    const requests = load(server, host, 40);
    const left = await deployKilled(ground, { dataFolder, serviceId, ...point });
    ground = left.ground;
    const ended = await untilEnd(ground, left.deploymentId);
    const log = await logText(ground.client, ended.id);
    expect((await requests.stop()).lost, log).toEqual([]);
    expect(requests.versions).toContain(serving);
    if (point.at === 'back') {
      expect(ended.state, log).toBe('cancelled');
      await expectWhole(before, serving);
    } else {
      expect(ended.state, log).toBe('succeeded');
      await expectWhole(ended.id, wanted);
    }
  });

  it('goes on where the proxy is killed while it waits for requests', async () => {
    const wanted = other();
    const { id, slow } = await routedUnderLoad();
    await server.exec(['sh', '-c', `kill -9 $(docker inspect --format '{{.State.Pid}}' ${proxyName})`]);
    await slow;
    expect((await untilEnd(ground, id)).state).toBe('succeeded');
    await expectWhole(id, wanted);
  });

  if (moreTurns > 0)
    it('goes on where the proxy is removed then, and the next one leads to what runs', async () => {
      const wanted = other();
      const { client, serverId } = ground;
      const { id, slow } = await routedUnderLoad();
      await server.docker('rm', '--force', proxyName);
      await slow;
      expect((await untilEnd(ground, id)).state).toBe('succeeded');
      await client.proxy.install({ serverId, type: 'caddy', image: caddyImage });
      await expectWhole(id, wanted);
    });

  it('keeps the old version where there is no proxy to lead anybody to the new one', async () => {
    const before = (await ground.client.service.get({ serviceId })).currentDeploymentId ?? '';
    await configureOther();
    const { id } = await ground.client.deployment.create({ serviceId });
    await untilState(ground, id, ({ state }) => state === 'starting' || state === 'verifying');
    await server.docker('stop', '--time', '0', proxyName);
    const ended = await untilEnd(ground, id);
    expect(ended.state).toBe('rolled-back');
    expect(ended.reason).toMatch(/The proxy does not run.*keeps serving/s);
    await server.docker('start', proxyName);
    await expectWhole(before, serving);
  });

  it('leads visitors back where the proxy is down while an update is cancelled', async () => {
    const before = (await ground.client.service.get({ serviceId })).currentDeploymentId ?? '';
    const { id, slow } = await routedUnderLoad();
    await server.cut('refused');
    await server.docker('stop', '--time', '0', proxyName);
    await slow;
    await ground.client.deployment.cancel({ deploymentId: id });
    await server.heal();
    expect((await untilEnd(ground, id)).state).toBe('cancelled');
    await server.docker('start', proxyName);
    await expectWhole(before, serving);
  });
});
