import { describe, expect, it } from 'vitest';
import { mia, openOidcWorld, redirectUri, unauthenticated } from '#test/support/oidc-world.ts';
import { newestEvents } from '#test/support/people.ts';

const world = openOidcWorld();

describe('signing in by a real OpenID provider', () => {
  it('is offered by name, before anybody is signed in', async () => {
    expect(await world.browser().identityProvider.available({})).toEqual([
      { provider: world.provider, name: 'Example login' },
    ]);
  });

  it('makes a Member of somebody new of an allowed domain, and finds them again the next time', async () => {
    const client = world.browser();
    const { session, token } = await world.signIn(client);
    expect(session).toMatchObject({ account: { name: 'Mia', email: 'mia@example.com' } });
    expect(session.organizations).toMatchObject([
      { id: world.organizationId, role: 'Member', permissions: [] },
    ]);
    expect(world.core.services.sessions.find(token)).toBeDefined();
    expect((await client.session.current()).account?.email).toBe('mia@example.com');
    const again = await world.signIn(world.browser());
    expect(again.session.account?.id).toBe(session.account?.id);
    expect(world.accounts()).toBe(2);
  });

  it('sends PKCE by S256, and a state and a nonce of its own each time', async () => {
    const asked = [];
    for (const client of [world.browser(), world.browser()]) {
      asked.push(
        new URL((await client.identityProvider.start({ provider: world.provider, redirectUri })).url)
          .searchParams,
      );
    }
    for (const parameters of asked) {
      expect(parameters.get('code_challenge_method')).toBe('S256');
      expect(parameters.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    }
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(asked[0]?.get(name)).toMatch(/^[\w-]{43}$/);
      expect(asked[0]?.get(name)).not.toBe(asked[1]?.get(name));
    }
  });

  it('is in the trail as what the account did that it is from then on', async () => {
    const { session } = await world.signIn(world.browser());
    const mias = {
      actor_id: session.account?.id,
      actor_name: 'Mia',
      via_type: 'session',
      outcome: 'allowed',
    };
    const where = {
      organization_id: world.organizationId,
      node_id: session.organizations[0]?.memberId,
      operation: 'identityProvider.finish',
    };
    expect(newestEvents(world.core, 1)).toMatchObject([
      { ...mias, ...where, detail: 'mia@example.com joined by signing in by “Example login”' },
    ]);
    await world.signIn(world.browser());
    expect(newestEvents(world.core, 2)).toMatchObject([
      { ...mias, ...where, detail: 'Mia signed in by “Example login”' },
      { ...mias, ...where },
    ]);
  });

  it('is in the trail of the organization as nobody’s where it is refused, with the address that was claimed', async () => {
    world.server.person = { ...mia, email: 'mia@elsewhere.test', isVerified: false };
    await expect(world.signIn(world.browser())).rejects.toMatchObject(unauthenticated);
    const [event, before] = newestEvents(world.core, 2);
    expect(event).toMatchObject({
      organization_id: world.organizationId,
      node_id: world.provider,
      operation: 'identityProvider.finish',
      outcome: 'refused',
      actor_id: null,
      actor_name: 'nobody',
    });
    expect(event?.detail).toMatch(/^failed sign-in as mia@elsewhere\.test: The provider has not verified/);
    expect(before?.operation).toBe('identityProvider.create');
  });

  it('lets a linked account in by what the provider calls it, whatever its address is by then', async () => {
    const first = await world.signIn(world.browser());
    world.server.person = { ...mia, email: 'mia@elsewhere.test', isVerified: false };
    const { session } = await world.signIn(world.browser());
    expect(session.account?.id).toBe(first.session.account?.id);
    expect(session.account?.email).toBe('mia@example.com');
  });
});
