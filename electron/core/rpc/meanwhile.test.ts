import { createRouterClient } from '@orpc/server';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTestCore, type TestClient } from '#test/support/create-test-core.ts';
import { joinEach, openMemberWorld } from '#test/support/member-world.ts';
import type { Core } from '../create-core.ts';
import { sql } from '../store/database.ts';

const world = openMemberWorld();
const ada = joinEach(world, 'Admin', 'Ada');
/** Lets the server answer for which a deletion waits. */
let answer: () => void;
let asked: Promise<void>;
/** The services that were removed from their servers. */
let removed: string[];

beforeEach(async () => {
  await world.owner.client.service.create({ environmentId: world.nodes.production, name: 'api' });
  const gate = Promise.withResolvers<void>();
  const called = Promise.withResolvers<void>();
  answer = gate.resolve;
  asked = called.promise;
  removed = [];
  Object.assign(world.core.services.deployments, {
    removeFromServer: async (id: string) => {
      called.resolve();
      await gate.promise;
      removed.push(id);
      return [];
    },
  });
});

/** Ada deletes a project; answers while the servers are still asked. */
const deleting = async (): Promise<{ end: Promise<unknown> }> => {
  const end = ada.client.project.delete({ projectId: world.nodes.shop, typedName: 'shop' });
  end.catch(() => undefined);
  await asked;
  return { end };
};

describe('a call that waits before it writes', () => {
  it.each([
    [
      'demoted',
      { code: 'FORBIDDEN' },
      () => world.owner.client.member.setRole({ memberId: ada.memberId, roleId: world.roleId('Viewer') }),
    ],
    ['removed', { code: 'NOT_FOUND' }, () => world.owner.client.member.remove({ memberId: ada.memberId })],
    ['suspended', { code: 'NOT_FOUND' }, () => world.owner.client.member.suspend({ memberId: ada.memberId })],
  ] as const)(
    'R10: goes no further once its caller was %s meanwhile, and the trail says how far it came',
    async (_, error, end) => {
      const { client } = world.owner;
      const deletion = await deleting();
      await end();
      answer();
      await expect(deletion.end).rejects.toMatchObject(error);
      expect((await client.project.get({ projectId: world.nodes.shop })).name).toBe('shop');
      expect(removed).toHaveLength(1);
      const { items } = await client.audit.list({
        organizationId: world.organizationId,
        operation: 'project.delete',
      });
      expect(items).toMatchObject([
        { outcome: 'refused', actor: 'Ada', nodeId: world.nodes.shop },
        { outcome: 'allowed', detail: expect.stringMatching(/stopped; removed from .*: “(api|web)”$/) },
      ]);
    },
  );

  it('R10: deletes nothing from the store once its caller was demoted while the last server answered', async () => {
    const { client } = world.owner;
    const { web } = world.nodes;
    const end = ada.client.service.delete({ serviceId: web });
    end.catch(() => undefined);
    await asked;
    await client.member.setRole({ memberId: ada.memberId, roleId: world.roleId('Viewer') });
    answer();
    await expect(end).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(removed).toEqual([web]);
    expect((await client.service.get({ serviceId: web })).name).toBe('web');
  });

  it('removes from its server what somebody else made meanwhile', async () => {
    const deletion = await deleting();
    const late = { environmentId: world.nodes.production, name: 'late' };
    const { id } = await world.owner.client.service.create(late);
    answer();
    await deletion.end;
    expect(removed).toHaveLength(3);
    expect(removed).toContain(id);
  });

  it('goes on where somebody else’s access changed meanwhile', async () => {
    const deletion = await deleting();
    world.join('Viewer', 'Vera');
    answer();
    await deletion.end;
    expect(removed).toHaveLength(2);
    expect(world.lastEvent('project.delete')).toMatchObject({ outcome: 'allowed' });
  });
});

describe('a call that waits and then only writes', () => {
  it('R10: writes nothing once its caller was removed meanwhile', async () => {
    const { organizationId, owner } = world;
    const person = { organizationId, name: 'New', email: 'n@example.com', password: 'a long password' };
    const adding = ada.client.member.create({ ...person, roleId: world.roleId('Viewer') });
    adding.catch(() => undefined);
    await owner.client.member.remove({ memberId: ada.memberId });
    await expect(adding).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await owner.client.member.list({ organizationId })).map(({ name }) => name)).toEqual([
      'Olive Owner',
    ]);
    expect(world.lastEvent('member.create')).toMatchObject({ outcome: 'refused' });
  });
});

describe('an Idempotency-Key', () => {
  const withKey = (core: Core): TestClient => {
    const { context } = core.openSession({ transport: 'in-process' });
    const reqHeaders = new Headers({ 'idempotency-key': 'once' });
    return createRouterClient(core.router, {
      context: { ...context, reqHeaders },
      interceptors: core.handlerOptions.clientInterceptors as never,
    }) as TestClient;
  };

  it('of nobody in particular counts for nothing: a first run is answered, and its token kept nowhere', async () => {
    const { core } = await createTestCore();
    const first = {
      name: 'Olive',
      email: 'o@example.com',
      organizationName: 'Acme',
      password: 'a long password',
    };
    const session = await withKey(core).session.firstRun(first);
    expect(session).toMatchObject({ state: 'ready', token: expect.stringMatching(/^qss_/) });
    expect(core.services.store.database.all(sql.selectFrom('idempotency').selectAll())).toEqual([]);
    await core.close();
  });

  it('of somebody has the same thing done once', async () => {
    const client = withKey(world.core);
    const { organizationId } = world;
    const made = await client.project.create({ organizationId, name: 'once' });
    expect(await client.project.create({ organizationId, name: 'once' })).toEqual(made);
  });
});
