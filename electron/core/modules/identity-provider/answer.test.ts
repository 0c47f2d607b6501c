import { describe, expect, it } from 'vitest';
import { openOidcWorld, unauthenticated } from '#test/support/oidc-world.ts';

const world = openOidcWorld();

describe('an answer that does not belong to the sign-in', () => {
  it('is refused with another state, and the sign-in is over', async () => {
    const client = world.browser();
    const answer = await world.begin(client);
    await expect(client.identityProvider.finish({ ...answer, state: 'guessed' })).rejects.toMatchObject(
      unauthenticated,
    );
    await expect(client.identityProvider.finish(answer)).rejects.toMatchObject(unauthenticated);
    expect(world.accounts()).toBe(1);
  });

  it('is refused without the secret of the window that began, so that nobody is signed in as somebody else', async () => {
    const answer = await world.begin(world.browser());
    await expect(
      world.browser().identityProvider.finish({ ...answer, flow: 'of-another-window' }),
    ).rejects.toMatchObject(unauthenticated);
  });

  it('is refused the second time, and after ten minutes', async () => {
    const client = world.browser();
    const answer = await world.begin(client);
    await client.identityProvider.finish(answer);
    await expect(world.browser().identityProvider.finish(answer)).rejects.toMatchObject(unauthenticated);
    const late = await world.begin(world.browser());
    world.clock.pass(10 * 60_000);
    await expect(world.browser().identityProvider.finish(late)).rejects.toMatchObject(unauthenticated);
  });

  it('is refused with the code of another sign-in (PKCE and nonce)', async () => {
    const [first, second] = [await world.begin(world.browser()), await world.begin(world.browser())];
    const mixed = { ...second, ...(first.code ? { code: first.code } : {}) };
    await expect(world.browser().identityProvider.finish(mixed)).rejects.toMatchObject(unauthenticated);
  });

  it('is refused where it says that another issuer sent it', async () => {
    const answer = await world.begin(world.browser());
    await expect(
      world.browser().identityProvider.finish({ ...answer, issuer: 'https://evil.test' }),
    ).rejects.toMatchObject(unauthenticated);
  });

  it('is refused where the provider was changed or switched off while it was asked', async () => {
    const refusedBy = async (change: object, refusal: object) => {
      const answer = await world.begin(world.browser());
      const finishing = world.browser().identityProvider.finish(answer);
      await Promise.all([world.change(change), expect(finishing).rejects.toMatchObject(refusal)]);
    };
    await refusedBy({ isEnabled: false }, { code: 'NOT_FOUND' });
    await world.change({ isEnabled: true });
    await refusedBy({ clientId: 'another' }, unauthenticated);
    expect(world.accounts()).toBe(1);
  });

  it('is slowed down after many from one address', async () => {
    const finish = (flow: string) => world.browser().identityProvider.finish({ flow, state: 'guessed' });
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await expect(finish(`guess ${attempt}`)).rejects.toMatchObject(unauthenticated);
    }
    const answer = await world.begin(world.browser());
    await expect(world.browser().identityProvider.finish(answer)).rejects.toMatchObject({ code: 'LIMIT' });
    world.clock.pass(1_000);
    expect(await world.browser().identityProvider.finish(answer)).toHaveProperty('token');
  });

  it('is refused where the provider let nobody in', async () => {
    const { flow, state } = await world.begin(world.browser());
    await expect(
      world.browser().identityProvider.finish({ flow, state, error: 'access_denied' }),
    ).rejects.toMatchObject(unauthenticated);
  });
});
