import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestClient } from '#test/support/create-test-core.ts';
import { createInvitationWorld, hourMs, type InvitationWorld } from '#test/support/invitation-world.ts';
import { newestEvents } from '#test/support/people.ts';
import { verifyPassword } from '../../accounts/index.ts';
import { sql } from '../../store/database.ts';

const password = 'a few words are enough';

let world: InvitationWorld;
beforeEach(async () => {
  world = await createInvitationWorld();
});
afterEach(() => world.core.close());

const nobody = (): TestClient => world.nobody();

const accounts = () => world.core.services.store.database.all(sql.selectFrom('account').selectAll());

describe('R8: an unknown address', () => {
  it('registers first, is then added, and is signed in on that connection', async () => {
    const { secret } = await world.invite(world.owner, 'bo@example.com', {
      grants: [{ nodeId: world.stagingId }],
    });
    const client = nobody();
    await expect(client.organization.list()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await client.invitation.look({ secret })).toMatchObject({ hasAccount: false, isForYou: false });
    const { session, token } = await client.invitation.register({ secret, name: 'Bo', password });
    expect(newestEvents(world.core, 1)).toMatchObject([
      { actor_id: session.account?.id, actor_name: 'Bo', via_type: 'session' },
    ]);
    expect(session).toMatchObject({ account: { name: 'Bo', email: 'bo@example.com' } });
    expect(session.organizations).toMatchObject([{ name: 'Acme', role: 'Member' }]);
    expect(world.core.services.sessions.find(token)).toBeDefined();
    expect(await client.session.current()).toMatchObject({ account: { email: 'bo@example.com' } });
    const { nodes } = await client.tree.get({ organizationId: world.organizationId });
    expect(nodes.map(({ name }) => name)).toEqual(['Acme', 'shop', 'staging']);
  });

  it('gets an account whose password is kept only as a hash', async () => {
    const { secret } = await world.invite(world.owner, 'bo@example.com');
    await nobody().invitation.register({ secret, name: 'Bo', password });
    const { database } = world.core.services.store;
    const bo = accounts().find(({ email }) => email === 'bo@example.com');
    expect(await verifyPassword(bo?.password_hash, password)).toBe(true);
    const audit = database.all(sql.selectFrom('audit_event').selectAll());
    expect(JSON.stringify([accounts(), audit])).not.toContain(password);
  });

  it('registers once, of two at the same time', async () => {
    const { secret } = await world.invite(world.owner, 'bo@example.com');
    const asked = [nobody(), nobody()].map((client) =>
      client.invitation.register({ secret, name: 'Bo', password }).then(
        () => 'answered',
        ({ code }: { code: string }) => code,
      ),
    );
    expect((await Promise.all(asked)).sort()).toEqual(['CONFLICT', 'answered']);
    expect(accounts().filter(({ email }) => email === 'bo@example.com')).toHaveLength(1);
  });

  it('makes no account where the invitation is wrong, cancelled, expired or withdrawn', async () => {
    const made = await world.invite(world.admin, 'bo@example.com');
    const register = (secret: string) => nobody().invitation.register({ secret, name: 'Bo', password });
    const wrong = { code: 'CONFLICT', data: { field: 'secret' } };
    await expect(register('wrong')).rejects.toMatchObject(wrong);
    world.setRole(world.adminMemberId, 'Viewer');
    await expect(register(made.secret)).rejects.toMatchObject(wrong);
    world.setRole(world.adminMemberId, 'Admin');
    world.pass(48 * hourMs);
    await expect(register(made.secret)).rejects.toMatchObject(wrong);
    await world.owner.invitation.cancel({ invitationId: made.invitation.id });
    await expect(register(made.secret)).rejects.toMatchObject(wrong);
    expect(accounts()).toHaveLength(2);
  });

  it('makes no account where the seat is gone', async () => {
    const { secret } = await world.invite(world.owner, 'bo@example.com');
    world.limitSeats(2);
    const client = nobody();
    await expect(client.invitation.register({ secret, name: 'Bo', password })).rejects.toMatchObject({
      code: 'LIMIT',
    });
    expect(accounts()).toHaveLength(2);
    expect((await client.session.current()).account).toBeUndefined();
  });

  it('chooses a password that is long enough and neither its name nor its address', async () => {
    const { secret } = await world.invite(world.owner, 'bo@example.com');
    for (const guessable of ['short', 'bo@example.com', 'Bo-Bo-Bo-Bo']) {
      await expect(
        nobody().invitation.register({ secret, name: 'Bo-Bo-Bo-Bo', password: guessable }),
      ).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { issues: [{ path: 'password' }] } });
    }
  });
});

describe('R8: an address that has an account', () => {
  it('cannot be registered again: whoever has the link signs in to it', async () => {
    const { secret } = await world.invite(world.owner, 'bo@example.com');
    world.stranger('BO@example.com');
    await expect(nobody().invitation.register({ secret, name: 'Eve', password })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'email' },
    });
    expect(await nobody().invitation.look({ secret })).toMatchObject({ hasAccount: true });
  });
});

describe('wrong secrets over REST', () => {
  it('are counted by address, since each request is a connection of its own', async () => {
    const { secret } = await world.invite(world.owner, 'bo@example.com');
    const look = (address: string, offered: string) =>
      (
        createRouterClient(world.core.router, {
          context: world.core.openSession({ transport: 'http', identity: { type: 'nobody' }, address })
            .context,
          interceptors: world.core.handlerOptions.clientInterceptors as never,
        }) as TestClient
      ).invitation.look({ secret: offered });
    for (let count = 0; count < 10; count += 1) {
      await expect(look('10.0.0.1', `wrong ${count}`)).rejects.toMatchObject({ code: 'CONFLICT' });
    }
    await expect(look('10.0.0.1', secret)).rejects.toMatchObject({ code: 'LIMIT' });
    expect(await look('10.0.0.2', secret)).toMatchObject({ organization: 'Acme' });
  });
});
