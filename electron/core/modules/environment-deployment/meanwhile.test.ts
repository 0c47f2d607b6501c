import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '#core/store/database.ts';
import { setServiceState } from '#core/workload/service-state.ts';
import { addAccount } from '#test/support/add-account.ts';
import { codeOf } from '#test/support/code-of.ts';
import { clientOf } from '#test/support/create-test-core.ts';
import { type OrderWorld, openOrderWorld, statesOf } from '#test/support/order-world.ts';

let world: OrderWorld;
beforeEach(async () => {
  world = await openOrderWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const rollBack = ({ id }: { id: string }) =>
  world.client.environmentDeployment.rollback({ environmentDeploymentId: id });

const get = ({ id }: { id: string }) =>
  world.client.environmentDeployment.get({ environmentDeploymentId: id });

const alone = (name: keyof OrderWorld['services']) =>
  world.client.deployment.create({ serviceId: world.services[name] });

const numberOf = (name: keyof OrderWorld['services']) =>
  expect.poll(
    async () => (await world.client.deployment.list({ serviceId: world.services[name] })).items.length,
  );

const logOf = async ({ id }: { id: string }): Promise<string[]> => {
  const range = { cursor: undefined, follow: true };
  const log = world.core.services.runs.log(id, range, AbortSignal.timeout(30_000));
  return (await Array.fromAsync(log)).flatMap(({ lines }) => lines.map(({ text }) => text));
};

/** Takes services off their servers without asking those. */
const removable = () => Object.assign(world.core.services.deployments, { removeFromServer: async () => [] });

const elsewhere = async (): Promise<string> => {
  const { projectId } = await world.client.environment.get({ environmentId: world.environmentId });
  return (await world.client.environment.create({ projectId, name: 'other' })).id;
};

describe('what somebody deployed since', () => {
  it('is not taken back with what failed, and keeps what it needs', async () => {
    await world.ended(await world.deploy());
    const web = world.hold('web');
    const started = await world.deploy({ onFailure: 'roll-back' });
    await world.until('web #2');
    await alone('db');
    await world.until('db #3 succeeded');
    web.resolve('failed');
    const ended = await world.ended(started);
    expect(ended.state).toBe('failed');
    expect(ended.reason).toContain('Not rolled back: “db” (Somebody deployed it since');
    expect(world.told).toContain('api #3 succeeded');
    expect(world.told).not.toContain('db #4');
  });

  it('is not stopped where nothing ran before', async () => {
    const web = world.hold('web');
    const started = await world.deploy({ onFailure: 'roll-back' });
    await world.until('web #1');
    await alone('db');
    await world.until('db #2 succeeded');
    web.resolve('failed');
    await world.ended(started);
    expect(world.told).not.toContain('db stopped');
  });

  it('is not taken back by a rollback that waited meanwhile, which then changes nothing', async () => {
    const { db, web } = world.services;
    await world.ended(await world.deploy());
    const second = await world.ended(await world.deploy({ serviceIds: [db] }));
    const verdict = world.hold('web');
    await world.deploy({ serviceIds: [web] });
    await world.until('web #2');
    const back = await rollBack(second);
    await alone('db');
    await world.until('db #3 succeeded');
    verdict.resolve('succeeded');
    expect(await world.ended(back)).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/“db”: Somebody deployed it since.*\nNothing was changed\./),
    });
    expect(world.told).not.toContain('db #4');
  });

  it('is waited for in the place of what it superseded, and never cancelled with the whole', async () => {
    const api = world.hold('api');
    await alone('api');
    const started = await world.deploy();
    await numberOf('api').toBe(2);
    await alone('api');
    await world.client.environmentDeployment.cancel({ environmentDeploymentId: started.id });
    api.resolve('succeeded');
    await world.until('api #3 succeeded');
    expect(statesOf(await world.ended(started))).toMatchObject({ db: 'succeeded', api: 'cancelled' });
  });

  it('is never taken back in the place of what it superseded', async () => {
    const [api, web] = [world.hold('api'), world.hold('web')];
    await alone('api');
    const started = await world.deploy({ onFailure: 'roll-back' });
    await numberOf('api').toBe(2);
    await alone('api');
    api.resolve('succeeded');
    await world.until('web #1');
    web.resolve('failed');
    const ended = await world.ended(started);
    expect(statesOf(ended)).toEqual({ db: 'stopped', api: 'succeeded', web: 'failed' });
    expect(world.told.filter((told) => told.startsWith('api'))).toHaveLength(4);
  });

  it('is waited for however often it was superseded itself', async () => {
    const api = world.hold('api');
    await alone('api');
    const started = await world.deploy();
    await numberOf('api').toBe(2);
    await Promise.all([alone('api'), alone('api')]);
    api.resolve('succeeded');
    const ended = await world.ended(started);
    expect(ended.state).toBe('succeeded');
    expect(ended.services[1]).toMatchObject({ name: 'api', deployment: { number: 4 } });
  });

  it('is what a service goes back to that was deployed before the whole had its turn', async () => {
    const [api, web] = [world.hold('api'), world.hold('web')];
    await alone('api');
    await world.until('api #1');
    const started = await world.deploy({ onFailure: 'roll-back' });
    await numberOf('api').toBe(2);
    api.resolve('succeeded');
    await world.until('web #1');
    web.resolve('failed');
    expect(statesOf(await world.ended(started))).toMatchObject({ api: 'rolled-back', db: 'stopped' });
    const { items } = await world.client.deployment.list({ serviceId: world.services.api });
    expect(items[0]).toMatchObject({ number: 3, rollbackOf: items[2]?.id });
  });
});

describe('one that waits', () => {
  it('for other services is deployed too, and so is a way back', async () => {
    const { db, api, web } = world.services;
    await world.ended(await world.deploy());
    const second = await world.ended(await world.deploy({ serviceIds: [db] }));
    const verdict = world.hold('web');
    await world.deploy({ serviceIds: [web] });
    await world.until('web #2');
    const back = await rollBack(second);
    const one = await world.deploy({ serviceIds: [api] });
    const other = await world.deploy({ serviceIds: [web] });
    verdict.resolve('succeeded');
    expect((await world.ended(back)).state).toBe('succeeded');
    expect((await world.ended(one)).state).toBe('succeeded');
    expect((await world.ended(other)).state).toBe('succeeded');
  });

  it('changes nothing where one of its services was moved or deleted meanwhile', async () => {
    const db = world.hold('db');
    const first = await world.deploy({ serviceIds: [world.services.db] });
    await world.until('db #1');
    const second = await world.deploy();
    const { api: serviceId, web } = world.services;
    await world.client.service.move({ serviceId, environmentId: await elsewhere() });
    await world.client.service.update({ serviceId, name: 'secret' });
    removable();
    await world.client.service.delete({ serviceId: web, typedName: 'web' });
    db.resolve('succeeded');
    await world.ended(first);
    const ended = await world.ended(second);
    expect(ended).toMatchObject({
      state: 'failed',
      reason: '“api”: It is in another environment by now.\n“web”: It was deleted.\nNothing was changed.',
    });
    expect(world.told).toEqual(['db #1', 'db #1 succeeded']);
  });

  it('to go back changes nothing where one of its services was deleted meanwhile', async () => {
    const { db, api, web } = world.services;
    await world.ended(await world.deploy());
    const second = await world.ended(await world.deploy({ serviceIds: [db, api] }));
    const verdict = world.hold('web');
    await world.deploy({ serviceIds: [web] });
    await world.until('web #2');
    const back = await rollBack(second);
    removable();
    await world.client.service.delete({ serviceId: db, typedName: 'db' });
    verdict.resolve('succeeded');
    const { reason } = await world.ended(back);
    expect(reason).toBe('“db”: It was deleted.\nNothing was changed.');
    expect(world.told).not.toContain('api #3');
  });
});

describe('what is told of one', () => {
  it('stays what came of each service when that is deleted or moved', async () => {
    world.endings.set('web', 'failed');
    const ended = await world.ended(await world.deploy());
    removable();
    await world.client.service.delete({ serviceId: world.services.web, typedName: 'web' });
    await world.client.service.delete({ serviceId: world.services.db, typedName: 'db' });
    expect(statesOf(await get(ended))).toEqual({ db: 'succeeded', api: 'succeeded', web: 'failed' });
  });

  it('names a service that was moved as it was called here', async () => {
    const first = await world.ended(await world.deploy());
    const serviceId = world.services.api;
    const { store } = world.core.services;
    store.write((tx) => setServiceState(tx, serviceId, 'stopped'));
    await world.client.service.move({ serviceId, environmentId: await elsewhere() });
    await world.client.service.update({ serviceId, name: 'acquisition-x' });
    store.write((tx) =>
      tx.database.run(
        sql.updateTable('service').set({ current_deployment_id: null }).where('id', '=', serviceId),
      ),
    );
    await expect(rollBack(first)).rejects.toThrow(/^[^x]*“api” ran something else/);
  });

  it('names no variable to who may read deployments alone', async () => {
    const { client, services, core } = world;
    const plan = core.services.deployments.plan;
    const change = { field: 'variable STRIPE_KEY', from: null, to: '1', levels: ['service' as const] };
    Object.assign(core.services.deployments, {
      plan: async (id: string) => ({ ...(await plan(id)), changes: [change] }),
    });
    const value = ['$', '{{service.STRIPE_KEY}}'].join('');
    await client.serviceVariables.replace({
      serviceId: services.web,
      variables: [{ name: 'OTHER', value }],
    });
    const ended = await world.ended(await world.deploy());
    expect(ended.services[2]).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('variables cannot be resolved'),
    });
    await expect.poll(async () => (await logOf(ended)).join('\n')).toContain('Changed: variables.');
    expect([...(await logOf(ended)), JSON.stringify(ended)].join('\n')).not.toContain('STRIPE_KEY');
  });

  it('says that what a cancelled rollback stopped is stopped', async () => {
    const first = await world.ended(await world.deploy());
    const stopped = Promise.withResolvers<void>();
    const { deployments } = world.core.services;
    const { stop } = deployments;
    Object.assign(deployments, {
      stop: async (context: Parameters<typeof stop>[0], id: string) => {
        const answer = await stop(context, id);
        if (id === world.services.api) await stopped.promise;
        return answer;
      },
    });
    const back = await rollBack(first);
    await world.until('api stopped');
    const cancelling = world.client.environmentDeployment.cancel({ environmentDeploymentId: back.id });
    await expect.poll(async () => (await get(back)).state).toBe('running');
    stopped.resolve();
    await cancelling;
    const { reason } = await world.ended(back);
    expect(reason).toMatch(/^Done before, and kept: .*“web”/);
    expect(reason).not.toContain('Nothing was changed');
  });

  it('goes with the environment, its log too', async () => {
    const { client, environmentId } = world;
    await elsewhere();
    const ended = await world.ended(await world.deploy());
    await expect.poll(() => logOf(ended)).not.toEqual([]);
    removable();
    const { name } = await client.environment.get({ environmentId });
    await client.environment.delete({ environmentId, typedName: name });
    expect(await logOf(ended)).toEqual([]);
  });
});

describe('going back', () => {
  it('stops at the level where a service stays, since others need what is below it', async () => {
    await world.ended(await world.deploy());
    const [api, web] = [world.hold('api'), world.hold('web')];
    const started = await world.deploy({ onFailure: 'roll-back' });
    await world.until('api #2');
    api.resolve('succeeded');
    await world.until('web #2');
    world.endings.set('api', 'failed');
    web.resolve('failed');
    const ended = await world.ended(started);
    expect(ended.reason).toContain('Not rolled back: “db”, “api”.');
    expect(world.told).not.toContain('db #3');
  });

  it('is asked for by who may roll back alone', async () => {
    const { core, client, organizationId, environmentId } = world;
    const permissions = ['environment.read', 'service.read', 'deployment.read', 'deployment.create'] as const;
    await client.role.create({
      ...{ organizationId, name: 'Pusher', level: 10, reach: 'organization' },
      permissions: [...permissions],
    });
    const pia = clientOf(core, addAccount(core, { organizationId, role: 'Pusher', name: 'Pia' }));
    expect(await codeOf(pia.environment.deploy({ environmentId, onFailure: 'roll-back' }))).toBe('FORBIDDEN');
    expect((await world.ended(await pia.environment.deploy({ environmentId }))).state).toBe('succeeded');
  });

  it('is no way to stop what one may not deploy', async () => {
    const { core, client, organizationId } = world;
    const first = await world.ended(await world.deploy());
    const permissions = [
      'environment.read',
      'service.read',
      'deployment.read',
      'deployment.rollback',
    ] as const;
    await client.role.create({
      ...{ organizationId, name: 'Undoer', level: 10, reach: 'organization' },
      permissions: [...permissions],
    });
    const uma = clientOf(core, addAccount(core, { organizationId, role: 'Undoer', name: 'Uma' }));
    const back = uma.environmentDeployment.rollback({ environmentDeploymentId: first.id });
    expect(await codeOf(back)).toBe('FORBIDDEN');
  });
});

describe('what is up to date', () => {
  it('is not a folder that was sent anew, and says where a tag may have moved', async () => {
    const { client, core, environmentId, services } = world;
    const folder = (digest: string) =>
      core.services.store.write((tx) => {
        const row = { digest, size_bytes: 1, files: 1, sent_at: 1, sent_by_name: 'Olive' };
        tx.database.run(sql.deleteFrom('sent_folder').where('service_id', '=', services.api));
        tx.database.run(sql.insertInto('sent_folder').values({ service_id: services.api, ...row }));
      });
    const { version } = await client.service.get({ serviceId: services.api });
    await client.service.configure({
      ...{ serviceId: services.api, version },
      spec: { source: { type: 'folder' } },
    });
    folder('sha256:a');
    await world.ended(await world.deploy());
    for (const name of ['db', 'api', 'web']) world.unchanged.add(name);
    const reasons = async () =>
      (await client.environment.plan({ environmentId })).map(({ action, reasons: why }) => [action, ...why]);
    const runs = 'What is saved runs already.';
    expect(await reasons()).toEqual([
      ['up-to-date', runs, expect.stringContaining('quayside-lab/app:1 is asked for anew only')],
      ['up-to-date', runs],
      ['up-to-date', runs, expect.any(String)],
    ]);
    folder('sha256:b');
    expect((await reasons())[1]).toEqual(['deploy', 'Its folder was sent anew.']);
  });
});
