import { describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf } from '#test/support/create-test-core.ts';
import { mia, openOidcWorld, unauthenticated } from '#test/support/oidc-world.ts';
import { sql } from '../../store/database.ts';

const world = openOidcWorld();

describe('somebody new', () => {
  it('is refused with an address that is not verified, or of another domain', async () => {
    const refused = [
      { ...mia, isVerified: false },
      { ...mia, email: 'mia@example.com.evil.test' },
      { ...mia, email: 'mia@sub.example.com' },
      { ...mia, email: 'no address' },
    ];
    for (const person of refused) {
      world.server.person = person;
      await expect(world.signIn(world.browser())).rejects.toMatchObject(unauthenticated);
    }
    expect(world.accounts()).toBe(1);
  });

  it('R9: is refused where no seat is free', async () => {
    world.core.services.store.database.run(sql.updateTable('organization').set({ seat_limit: 1 }));
    await expect(world.signIn(world.browser())).rejects.toMatchObject({ code: 'LIMIT' });
    expect(world.accounts()).toBe(1);
  });

  it('never takes over an account by its address alone: it is linked after signing in to it', async () => {
    const accountId = addAccount(world.core, {
      organizationId: world.organizationId,
      role: 'Viewer',
      name: 'Vera',
    });
    const vera = clientOf(world.core, accountId);
    world.server.person = { ...mia, email: `${accountId.toUpperCase()}@example.com` };
    await expect(world.signIn(world.browser())).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'email' },
    });
    const answer = await world.begin(vera);
    await expect(world.browser().identityProvider.link(answer)).rejects.toMatchObject(unauthenticated);
    const linked = await vera.identityProvider.link(await world.begin(vera));
    expect(linked).toMatchObject({ provider: 'Example login', organization: 'Acme' });
    const { session } = await world.signIn(world.browser());
    expect(session.account?.id).toBe(accountId);
  });

  it('finds no role above Member, even one that was raised after it was chosen', async () => {
    const custom = await world.owner.role.create({
      organizationId: world.organizationId,
      name: 'Newcomer',
      level: 20,
      reach: 'granted',
      permissions: ['logs.read'],
    });
    await world.change({ roleId: custom.id });
    await world.owner.role.update({ roleId: custom.id, level: 40 });
    await expect(world.signIn(world.browser())).rejects.toMatchObject(unauthenticated);
    expect(world.accounts()).toBe(1);
  });
});
