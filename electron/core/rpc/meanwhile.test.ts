import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestCore, type TestClient } from '#test/support/create-test-core.ts';
import { type MemberWorld, openMemberWorld, type Person } from '#test/support/member-world.ts';
import type { Core } from '../create-core.ts';
import { sql } from '../store/database.ts';

let world: MemberWorld;
let ada: Person;
/** Lets the servers answer for which a deletion waits. */
let answer: () => void;
let asked: Promise<void>;

beforeEach(async () => {
  world = await openMemberWorld();
  ada = world.join('Admin', 'Ada');
  const gate = Promise.withResolvers<void>();
  const called = Promise.withResolvers<void>();
  answer = gate.resolve;
  asked = called.promise;
  Object.assign(world.core.services.deployments, {
    removeFromServer: async () => {
      called.resolve();
      await gate.promise;
      return [];
    },
  });
});
afterEach(() => world.core.close());

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
    'R10: changes nothing once its caller was %s meanwhile, and the trail says so',
    async (_, error, end) => {
      const { client } = world.owner;
      const deletion = await deleting();
      await end();
      answer();
      await expect(deletion.end).rejects.toMatchObject(error);
      expect((await client.project.get({ projectId: world.nodes.shop })).name).toBe('shop');
      expect(world.lastEvent('project.delete')).toMatchObject({
        outcome: 'refused',
        node_id: world.nodes.shop,
      });
    },
  );

  it('goes on where somebody else’s access changed meanwhile', async () => {
    const deletion = await deleting();
    world.join('Viewer', 'Vera');
    answer();
    await deletion.end;
    expect(world.lastEvent('project.delete')).toMatchObject({ outcome: 'allowed' });
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
