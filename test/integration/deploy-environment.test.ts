import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EnvironmentDeployment } from '#shared/contract/environment-deployment.ts';
import { hasEnded } from '#shared/model/environment-deployment.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import {
  addService,
  askReplica,
  type Ground,
  healthCheck,
  logText,
  makeGround,
  quickCheck,
  reconfigure,
  specOf,
} from './deploy-support.ts';
import { deployKilled } from './killed-host.ts';

const names = ['db', 'api', 'web'] as const;

describeOnLab('three services of which each waits for the one before, as one', () => {
  let server: LabServer;
  let ground: Ground;
  let dataFolder: string;
  let services: Record<(typeof names)[number], string>;

  beforeAll(async () => {
    server = await startServer({ swarm: true, images: ['quayside-lab/app:1', 'quayside-lab/app:2'] });
    dataFolder = mkdtempSync(join(tmpdir(), 'quayside-environment-'));
    ground = await makeGround(server, { dataFolder });
    const { client } = ground;
    services = {
      web: await addService(ground, 'web'),
      api: await addService(ground, 'api'),
      db: await addService(ground, 'db'),
    };
    await client.service.setDependencies({ serviceId: services.web, dependsOn: [services.api] });
    await client.service.setDependencies({ serviceId: services.api, dependsOn: [services.db] });
  });
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await server?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  const ended = async ({ id: environmentDeploymentId }: { id: string }): Promise<EnvironmentDeployment> => {
    const { store } = ground.core.services;
    const reader = { isVisible: () => true, accountId: null };
    const signal = AbortSignal.timeout(180_000);
    for await (const _ of store.changes.watch(ground.organizationId, reader, signal, 1_000)) {
      const seen = await ground.client.environmentDeployment.get({ environmentDeploymentId });
      if (hasEnded(seen.state)) return seen;
    }
    const now = await ground.client.environmentDeployment.get({ environmentDeploymentId });
    const logs = now.services.map(({ deployment }) => deployment && logText(ground.client, deployment.id));
    throw new Error(`not in time: ${JSON.stringify(now)}\n${(await Promise.all(logs)).join('\n---\n')}`);
  };
  const deploy = async (onFailure: 'keep' | 'roll-back' = 'keep'): Promise<EnvironmentDeployment> => {
    const { client, environmentId } = ground;
    return ended(await client.environment.deploy({ environmentId, onFailure }));
  };
  const save = (name: (typeof names)[number], tag: 1 | 2, check = healthCheck) => {
    const spec = specOf({ image: `quayside-lab/app:${tag}`, healthCheck: check });
    return reconfigure(ground.client, services[name], spec);
  };
  const answers = () => Promise.all(names.map((name) => askReplica(server, services[name])));
  const states = ({ services: all }: EnvironmentDeployment) =>
    Object.fromEntries(all.map(({ name, state }) => [name, state]));

  /** When Docker started the container of a service, and when its deployment had found it healthy; of one clock. */
  const timesOf = async (name: (typeof names)[number]) => {
    const filters = ['--filter', `label=quayside.service=${services[name]}`, '--filter', 'status=running'];
    const id = await server.docker('ps', '-q', ...filters);
    const started = await server.docker('inspect', '--format', '{{.State.StartedAt}}', id.trim());
    const { items } = await ground.client.deployment.list({ serviceId: services[name] });
    return { started: Date.parse(started.trim()), healthy: Date.parse(items[0]?.endedAt ?? '') };
  };
  const expectOrder = async (...order: (typeof names)[number][]): Promise<void> => {
    const times = await Promise.all(order.map(timesOf));
    for (const [index, { started }] of times.entries()) {
      const before = times[index - 1];
      if (before) expect(started, order.join(' → ')).toBeGreaterThan(before.healthy);
    }
  };

  it('start in their order by Docker’s own clock, each when the one before is healthy', async () => {
    const first = await deploy();
    expect(first, first.reason ?? '').toMatchObject({ state: 'succeeded' });
    await expectOrder('db', 'api', 'web');
    const { client, environmentId } = ground;
    const plan = await client.environment.plan({ environmentId });
    expect(plan.map(({ level, name, action }) => [level, name, action])).toEqual([
      [1, 'db', 'up-to-date'],
      [2, 'api', 'up-to-date'],
      [3, 'web', 'up-to-date'],
    ]);
  });

  it('go back where the middle one fails, and the last one never begins', async () => {
    await save('db', 2);
    await save('api', 2, { ...quickCheck, command: ['false'] });
    await save('web', 2);
    const failed = await deploy('roll-back');
    expect(failed.state, failed.reason ?? '').toBe('rolled-back');
    expect(states(failed)).toEqual({ db: 'rolled-back', api: 'failed', web: 'not-started' });
    expect(await answers()).toEqual(['1', '1', '1']);
  });

  /** Lets another process deploy all of it and be killed where `api` is at a state; answers what became of all of it. */
  const killedAt = async (at: string, onFailure: 'keep' | 'roll-back'): Promise<EnvironmentDeployment> => {
    const whole = { environmentId: ground.environmentId, onFailure };
    ({ ground } = await deployKilled(ground, { dataFolder, serviceId: services.api, at, begin: { whole } }));
    const { items } = await ground.client.environmentDeployment.list({ environmentId: whole.environmentId });
    return ended({ id: items[0]?.id ?? '' });
  };

  it('go back all the same where the host is killed as the middle one fails', async () => {
    const failed = await killedAt('undone', 'roll-back');
    expect(failed.state, failed.reason ?? '').toBe('rolled-back');
    expect(states(failed)).toEqual({ db: 'rolled-back', api: 'failed', web: 'not-started' });
    expect(await answers()).toEqual(['1', '1', '1']);
  });

  it('go on in their order where the host is killed in the middle one', async () => {
    await save('api', 2);
    const whole = await killedAt('verifying', 'keep');
    expect(whole, whole.reason ?? '').toMatchObject({ state: 'succeeded' });
    expect(await answers()).toEqual(['2', '2', '2']);
    await expectOrder('db', 'api', 'web');
  });
});
