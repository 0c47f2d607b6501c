import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type GitHost, type LabServer, startGitHost, startServer } from '#test/lab/index.ts';
import { soonMs } from '#test/support/soon.ts';
import {
  addServer,
  addService,
  askReplica,
  deploy,
  type Ground,
  logText,
  makeGround,
  reconfigure,
  specOf,
  untilEnd,
  untilState,
} from './deploy-support.ts';
import { deployKilled, reopened } from './killed-host.ts';

describeOnLab('a deployment whose app is killed', () => {
  let server: LabServer;
  let builder: LabServer;
  let git: GitHost;
  let dataFolder: string;
  let ground: Ground;
  let slow: (buildServerId?: string) => ServiceSpec;

  beforeAll(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'quayside-recover-'));
    [server, builder, git] = await Promise.all([
      startServer({ swarm: true, images: ['quayside-lab/app:1', 'quayside-lab/app:2'] }),
      startServer({ images: ['quayside-lab/app:2'] }),
      startGitHost(),
    ]);
    const repository = await git.createRepository('slow', {
      Dockerfile: 'FROM quayside-lab/app:2\nRUN for i in 1 2 3 4 5 6; do echo slow-$i; sleep 1; done\n',
    });
    slow = (buildServerId) =>
      specOf({
        source: {
          type: 'git',
          url: repository.httpsUrl,
          ref: { type: 'branch', name: 'main' },
          directory: '',
          dockerfile: 'Dockerfile',
          submodules: false,
          ...(buildServerId === undefined ? {} : { buildServerId }),
        },
      });
    ground = await makeGround(server, { dataFolder });
  });
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await Promise.all([server?.stop(), builder?.stop(), git?.machine.stop()]);
    rmSync(dataFolder, { recursive: true, force: true });
  });

  /** Lets another process deploy and be killed at the state; answers the deployment that it left behind. */
  const killedAt = async (serviceId: string, at: string, delayMs = 0): Promise<string> => {
    const left = await deployKilled(ground, { dataFolder, serviceId, at, delayMs });
    ground = left.ground;
    return left.deploymentId;
  };

  it.each([
    ['planning', 0],
    ['starting', 0],
    ['starting', 15],
    ['verifying', 0],
    ['verifying', 1_500],
  ] as const)('goes on from %s (%i ms later) and succeeds', async (state, delayMs) => {
    const serviceId = await addService(ground, `from ${state} ${delayMs}`);
    expect((await deploy(ground, serviceId)).reason).toBeNull();
    await reconfigure(ground.client, serviceId, specOf({ image: 'quayside-lab/app:2' }));
    const id = await killedAt(serviceId, state, delayMs);
    const ended = await untilEnd(ground, id);
    expect(ended, await logText(ground.client, id)).toMatchObject({ state: 'succeeded', number: 2 });
    expect(await askReplica(server, serviceId)).toBe('2');
    expect((await ground.client.service.get({ serviceId })).currentDeploymentId).toBe(id);
  });

  it.each([
    ['its server', 'lab'],
    ['another server, from where its image comes', 'builder'],
  ])('follows its build on %s on, and has every line of it once', async (_where, name) => {
    const isOther = name === 'builder';
    const buildServerId = isOther
      ? await addServer(ground.client, ground.organizationId, builder, name)
      : undefined;
    const serviceId = await addService(ground, `built on ${name}`, slow(buildServerId));
    const id = await killedAt(serviceId, 'building', 2_000);
    const ended = await untilEnd(ground, id);
    const text = await logText(ground.client, id);
    expect(ended.state, text).toBe('succeeded');
    for (let line = 1; line <= 6; line += 1) {
      expect(text.match(new RegExp(`slow-${line}$`, 'gm')), text).toHaveLength(1);
    }
    expect([...text.matchAll(/Sent \d+ of its \d+ layers/g)]).toHaveLength(isOther ? 1 : 0);
    expect(await askReplica(server, serviceId)).toBe('2');
  });

  it('reconciles soon after the start what came to its end meanwhile', async () => {
    const serviceId = await addService(ground, 'meanwhile');
    const id = await killedAt(serviceId, 'verifying');
    await ground[Symbol.asyncDispose]();
    const filters = ['--filter', `label=quayside.service=${serviceId}`, '--filter', 'health=healthy'];
    await expect.poll(() => server.docker('ps', '-q', ...filters)).not.toBe('');
    const started = performance.now();
    ground = await reopened(ground, dataFolder);
    expect((await untilEnd(ground, id)).state).toBe('succeeded');
    expect(performance.now() - started).toBeLessThan(soonMs);
  });

  it('keeps a second driver out while it deploys, and names who does', async () => {
    await using other = await makeGround(server);
    const mine = await addService(ground, 'mine', specOf({ soakSeconds: 600 }));
    const theirs = await addService(other, 'theirs');
    const { id } = await ground.client.deployment.create({ serviceId: mine });
    await untilState(ground, id, ({ state }) => state === 'verifying');
    const refused = await deploy(other, theirs);
    expect(refused).toMatchObject({ state: 'failed' });
    expect(refused.reason).toMatch(/In use by Olive Owner at/);
    await ground.client.deployment.cancel({ deploymentId: id });
    expect((await untilEnd(ground, id)).state).toBe('cancelled');
    expect((await deploy(other, theirs)).reason).toBeNull();
  });

  it('fails at once for a server that is not there, and says that nothing changed', async () => {
    const lost = await startServer({ swarm: true });
    const serverId = await addServer(ground.client, ground.organizationId, lost, 'lost');
    await lost.stop();
    ground.core.services.servers.reset(serverId);
    const serviceId = await addService({ ...ground, serverId }, 'unreachable');
    const ended = await deploy(ground, serviceId);
    expect(ended.state).toBe('failed');
    expect(ended.reason).toMatch(/lost cannot be reached.*Nothing was changed/s);
    const plan = await ground.client.deployment.plan({ serviceId });
    expect(plan.blockers.join()).toContain('lost cannot be reached');
  });

  it('keeps what cannot be removed as an orphan, and removes it when the server is back', async () => {
    const serviceId = await addService(ground, 'orphan');
    await deploy(ground, serviceId);
    await server.cut('refused');
    const { orphaned } = await ground.client.service.delete({ serviceId, typedName: 'orphan' });
    expect(orphaned.join()).toContain('“orphan” stays on lab');
    await server.heal();
    const { store } = ground.core.services;
    const left = () =>
      store.database.connection.prepare('SELECT count(*) AS n FROM orphan').get() as { n: number };
    await expect.poll(() => left().n).toBe(0);
    expect(await server.docker('ps', '-q', '--filter', `label=quayside.service=${serviceId}`)).toBe('');
  });
});
