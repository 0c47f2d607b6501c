import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { codeOf } from '#test/support/code-of.ts';
import { clientOf } from '#test/support/create-test-core.ts';
import { type OrderWorld, openOrderWorld, statesOf } from '#test/support/order-world.ts';
import { newestEvents } from '#test/support/people.ts';

let world: OrderWorld;
beforeEach(async () => {
  world = await openOrderWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

describe('an environment deployed as a whole', () => {
  it('begins with what others wait for, and with each only when that is healthy', async () => {
    const db = world.hold('db');
    const started = await world.deploy();
    await world.until('db #1');
    expect(world.told).toEqual(['db #1']);
    db.resolve('succeeded');
    const ended = await world.ended(started);
    expect(ended).toMatchObject({ state: 'succeeded', number: 1, reason: null });
    expect(ended.services.map(({ name, level }) => [name, level])).toEqual([
      ['db', 1],
      ['api', 2],
      ['web', 3],
    ]);
    const order = ['db', 'api', 'web'].flatMap((name) => [`${name} #1`, `${name} #1 succeeded`]);
    expect(world.told).toEqual(order);
  });

  it('deploys the services of one level side by side', async () => {
    const { services, client } = world;
    await client.service.setDependencies({ serviceId: services.web, dependsOn: [services.db] });
    const [api, web] = [world.hold('api'), world.hold('web')];
    const started = await world.deploy();
    await world.until('api #1');
    await world.until('web #1');
    for (const each of [web, api]) each.resolve('succeeded');
    expect((await world.ended(started)).state).toBe('succeeded');
  });

  it('leaves what is up to date, unless it is asked for all the same', async () => {
    await world.ended(await world.deploy());
    for (const name of ['db', 'api']) world.unchanged.add(name);
    world.told.length = 0;
    const second = await world.ended(await world.deploy());
    expect(statesOf(second)).toEqual({ db: 'up-to-date', api: 'up-to-date', web: 'succeeded' });
    expect(world.told).toEqual(['web #2', 'web #2 succeeded']);
    await world.ended(await world.deploy({ redeploy: true }));
    expect(world.told).toContain('db #2 succeeded');
  });

  it('deploys the chosen ones alone, in their order', async () => {
    const { db, web } = world.services;
    await world.ended(await world.deploy({ serviceIds: [web, db] }));
    expect(world.told).toEqual(['db #1', 'db #1 succeeded', 'web #1', 'web #1 succeeded']);
  });

  it('stops at the first level that fails, and says what was not started', async () => {
    world.endings.set('api', 'failed');
    const ended = await world.ended(await world.deploy());
    expect(ended).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/“api”, deployment 1 failed: It exited with 1\.\nNot started: “web”\./),
    });
    expect(statesOf(ended)).toEqual({ db: 'succeeded', api: 'failed', web: 'not-started' });
  });

  it('begins with none where one of them cannot be deployed', async () => {
    world.blocked.set('web', 'Choose first the server that it runs on.');
    const ended = await world.ended(await world.deploy());
    expect(ended).toMatchObject({
      state: 'failed',
      reason: '“web”: Choose first the server that it runs on.\nNothing was changed.',
    });
    expect(world.told).toEqual([]);
  });

  it('takes back on request what it changed where a later one fails, the last first', async () => {
    await world.ended(await world.deploy());
    world.told.length = 0;
    world.endings.set('web', 'failed');
    const ended = await world.ended(await world.deploy({ onFailure: 'roll-back' }));
    expect(ended.state).toBe('rolled-back');
    expect(statesOf(ended)).toEqual({ db: 'rolled-back', api: 'rolled-back', web: 'failed' });
    expect(world.told.slice(-4)).toEqual(['api #3', 'api #3 succeeded', 'db #3', 'db #3 succeeded']);
    expect(ended.reason).toContain('All that was changed was rolled back.');
  });

  it('stops what ran nothing before, where it goes back', async () => {
    world.endings.set('api', 'failed');
    const ended = await world.ended(await world.deploy({ onFailure: 'roll-back' }));
    expect(ended.state).toBe('rolled-back');
    expect(statesOf(ended)).toEqual({ db: 'stopped', api: 'failed', web: 'not-started' });
  });

  it('says what stays where going back fails too', async () => {
    await world.ended(await world.deploy());
    const [api, db] = [world.hold('api'), world.hold('db')];
    const started = await world.deploy({ onFailure: 'roll-back' });
    db.resolve('succeeded');
    await world.until('api #2');
    world.endings.set('db', 'failed');
    api.resolve('failed');
    const ended = await world.ended(started);
    expect(ended).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('Not rolled back: “db”'),
    });
  });

  it('waits for the newer deployment where somebody deploys one of its services meanwhile', async () => {
    const { client, services } = world;
    const api = world.hold('api');
    await client.deployment.create({ serviceId: services.api });
    await world.until('api #1');
    const started = await world.deploy();
    await world.until('db #1 succeeded');
    await expect
      .poll(async () => (await client.deployment.list({ serviceId: services.api })).items)
      .toHaveLength(2);
    // the second one still waits for the first, so that the third comes in its place
    const { id } = await client.deployment.create({ serviceId: services.api });
    api.resolve('succeeded');
    const ended = await world.ended(started);
    expect(ended.state).toBe('succeeded');
    expect(ended.services[1]).toMatchObject({
      name: 'api',
      state: 'succeeded',
      deployment: { id, number: 3 },
    });
    expect(world.told).not.toContain('api #2');
  });

  it('is superseded while it waits by a newer one of the same environment', async () => {
    const db = world.hold('db');
    const first = await world.deploy();
    await world.until('db #1');
    const second = await world.deploy();
    const third = await world.deploy();
    expect((await world.ended(second)).state).toBe('superseded');
    db.resolve('succeeded');
    expect((await world.ended(first)).state).toBe('succeeded');
    expect((await world.ended(third)).state).toBe('succeeded');
  });
});

describe('one that is cancelled', () => {
  it('cancels what it has under way, and keeps what was done', async () => {
    world.hold('api');
    const started = await world.deploy({ onFailure: 'roll-back' });
    await world.until('api #1');
    await world.client.environmentDeployment.cancel({ environmentDeploymentId: started.id });
    const ended = await world.ended(started);
    expect(ended).toMatchObject({
      state: 'cancelled',
      reason: 'Done before, and kept: “db”. Not started: “web”.',
    });
    expect(statesOf(ended)).toEqual({ db: 'succeeded', api: 'cancelled', web: 'not-started' });
    expect(world.told).toContain('api #1 cancelled');
    const again = world.client.environmentDeployment.cancel({ environmentDeploymentId: started.id });
    expect(await codeOf(again)).toBe('CONFLICT');
  });

  it('ends with its environment', async () => {
    const { client, environmentId } = world;
    const { projectId } = await client.environment.get({ environmentId });
    const { id: other } = await client.environment.create({ projectId, name: 'other' });
    world.hold('db');
    await world.deploy({ onFailure: 'roll-back' });
    await world.until('db #1');
    const { name } = await client.environment.get({ environmentId });
    Object.assign(world.core.services.deployments, { removeFromServer: async () => [] });
    await client.environment.delete({ environmentId, typedName: name });
    expect(world.told).toEqual(['db #1', 'db #1 cancelled']);
    expect(await client.environment.list({ projectId })).toMatchObject([{ id: other }]);
  });
});

describe('rolling back as one', () => {
  const rollBack = (id: string) =>
    world.client.environmentDeployment.rollback({ environmentDeploymentId: id });

  it('takes each service to what it ran before, the last first', async () => {
    await world.ended(await world.deploy());
    const second = await world.ended(await world.deploy());
    world.told.length = 0;
    const back = await world.ended(await rollBack(second.id));
    expect(back).toMatchObject({ state: 'succeeded', rollbackOf: second.id, number: 3 });
    expect(statesOf(back)).toEqual({ web: 'rolled-back', api: 'rolled-back', db: 'rolled-back' });
    const order = ['web', 'api', 'db'].flatMap((name) => [`${name} #3`, `${name} #3 succeeded`]);
    expect(world.told).toEqual(order);
    const { items } = await world.client.deployment.list({ serviceId: world.services.db });
    expect(items[0]?.rollbackOf).toBe(items[2]?.id);
  });

  it('stops what ran nothing before it', async () => {
    const first = await world.ended(await world.deploy());
    const back = await world.ended(await rollBack(first.id));
    expect(world.told.slice(-3)).toEqual(['web stopped', 'api stopped', 'db stopped']);
    expect(back.state).toBe('succeeded');
  });

  it('is refused where a service ran something else since, which it names', async () => {
    const first = await world.ended(await world.deploy());
    await world.ended(await world.deploy({ serviceIds: [world.services.api] }));
    await expect(rollBack(first.id)).rejects.toThrow(/“api” ran something else since deployment 1/);
  });

  it('is refused while it goes on, and where it changed nothing', async () => {
    const db = world.hold('db');
    const started = await world.deploy();
    await world.until('db #1');
    await expect(rollBack(started.id)).rejects.toThrow(/goes on/);
    db.resolve('failed');
    await world.ended(started);
    await expect(rollBack(started.id)).rejects.toThrow(/nothing runs that deployment 1 changed/);
  });
});

describe('who may', () => {
  it('is judged again at each service: whoever may not any more ends it there', async () => {
    const { core, organizationId, client } = world;
    const dora = addAccount(core, { organizationId, role: 'Developer', name: 'Dora' });
    const db = world.hold('db');
    const started = await clientOf(core, dora).environment.deploy({ environmentId: world.environmentId });
    await world.until('db #1');
    const member = (await client.member.list({ organizationId })).find(({ name }) => name === 'Dora');
    await client.member.remove({ memberId: member?.id ?? '' });
    db.resolve('succeeded');
    const ended = await world.ended(started);
    expect(ended.state).toBe('failed');
    expect(statesOf(ended)).toEqual({ db: 'succeeded', api: 'failed', web: 'not-started' });
    expect(world.told).not.toContain('api #1');
  });

  it('tells in the trail that each service was deployed, by whom and as part of what', async () => {
    await world.ended(await world.deploy({ serviceIds: [world.services.db] }));
    expect(newestEvents(world.core, 2)).toMatchObject([
      { operation: 'deployment.create' },
      { operation: 'environment.deploy' },
    ]);
    const { items } = await world.client.deployment.list({ serviceId: world.services.db });
    expect(items[0]?.startedBy).toBe('Olive Owner, with deployment 1 of the environment');
  });

  it('names no service of another environment', async () => {
    const { client, environmentId } = world;
    const { projectId } = await client.environment.get({ environmentId });
    const { id: elsewhere } = await client.environment.create({ projectId, name: 'other' });
    const foreign = await client.service.create({ environmentId: elsewhere, name: 'foreign' });
    expect(await codeOf(world.deploy({ serviceIds: [foreign.id] }))).toBe('NOT_FOUND');
    expect(await codeOf(world.deploy({ serviceIds: [] }))).toBe('INVALID_INPUT');
  });
});

describe('the plan of an environment', () => {
  it('shows the levels, what is up to date and what cannot be deployed', async () => {
    const { client, environmentId } = world;
    await world.ended(await world.deploy());
    world.unchanged.add('db');
    world.blocked.set('web', 'Its port is taken.');
    const plan = await client.environment.plan({ environmentId });
    expect(plan).toMatchObject([
      { level: 1, name: 'db', action: 'up-to-date', dependsOn: [] },
      { level: 2, name: 'api', action: 'deploy', reasons: ['Changed: image.'], dependsOn: [{ name: 'db' }] },
      { level: 3, name: 'web', action: 'blocked', reasons: ['Its port is taken.'] },
    ]);
    const all = await client.environment.plan({ environmentId, redeploy: true });
    expect(all[0]?.action).toBe('deploy');
  });
});
