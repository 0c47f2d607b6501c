import { describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf } from '#test/support/create-test-core.ts';
import { mia, openOidcWorld, redirectUri, unauthenticated } from '#test/support/oidc-world.ts';
import { sql } from '../../store/database.ts';

const world = openOidcWorld();

describe('an identity', () => {
  it('belongs to one account, and an account has one of each provider', async () => {
    await world.signIn(world.browser());
    const vera = clientOf(
      world.core,
      addAccount(world.core, { organizationId: world.organizationId, role: 'Viewer', name: 'Vera' }),
    );
    const taken = { code: 'CONFLICT', data: { field: 'identity' } };
    await expect(vera.identityProvider.link(await world.begin(vera))).rejects.toMatchObject(taken);
    world.server.person = { ...mia, sub: 'mia-2' };
    await vera.identityProvider.link(await world.begin(vera));
    world.server.person = { ...mia, sub: 'mia-3' };
    await expect(vera.identityProvider.link(await world.begin(vera))).rejects.toMatchObject(taken);
  });

  it('is linked only by a member of the organization whose provider it is', async () => {
    const stranger = world.core.services.store.write((tx) => {
      const row = { id: 'acc_stranger', name: 'Stranger', email: 's@example.com', created_at: tx.now + 5 };
      tx.database.run(sql.insertInto('account').values(row));
      return row.id;
    });
    const client = clientOf(world.core, stranger);
    await expect(client.identityProvider.link(await world.begin(client))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('lets nobody in who was removed or suspended, and nobody by a provider that is switched off', async () => {
    const { session } = await world.signIn(world.browser());
    const memberId = session.organizations[0]?.memberId ?? '';
    await world.owner.member.suspend({ memberId });
    await expect(world.signIn(world.browser())).rejects.toMatchObject(unauthenticated);
    await world.owner.member.restore({ memberId });
    const begun = await world.begin(world.browser());
    await world.change({ isEnabled: false });
    await expect(world.browser().identityProvider.finish(begun)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(
      world.browser().identityProvider.start({ provider: world.provider, redirectUri }),
    ).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await world.browser().identityProvider.available({})).toEqual([]);
    await world.change({ isEnabled: true });
    await world.owner.member.remove({ memberId });
    await expect(world.signIn(world.browser())).rejects.toMatchObject(unauthenticated);
  });

  it('is unlinked by its own account only', async () => {
    const vera = clientOf(
      world.core,
      addAccount(world.core, { organizationId: world.organizationId, role: 'Viewer', name: 'Vera' }),
    );
    const { identity } = await vera.identityProvider.link(await world.begin(vera));
    await expect(world.owner.identityProvider.unlink({ identity })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await vera.identityProvider.identities()).toMatchObject([{ identity }]);
  });

  it('is not unlinked while it is the only way in', async () => {
    const mias = world.browser();
    await world.signIn(mias);
    const [linked] = await mias.identityProvider.identities();
    await expect(mias.identityProvider.unlink({ identity: linked?.identity ?? '' })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'password' },
    });
  });

  it('means nobody any more once the provider has another issuer or client', async () => {
    await world.signIn(world.browser());
    await world.change({ clientId: 'another' });
    expect(await world.owner.identityProvider.list({ organizationId: world.organizationId })).toMatchObject([
      { identities: 0 },
    ]);
  });
});
