import { afterEach, describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createTestCore } from '#test/support/create-test-core.ts';
import { createInvitationWorld } from '#test/support/invitation-world.ts';
import { openOidcWorld } from '#test/support/oidc-world.ts';
import { createSignedInCore, newestEvents, olive, signInAs, stranger } from '#test/support/people.ts';
import type { Core } from '../../create-core.ts';
import { createOrganization } from '../organization/index.ts';

const opened: Core[] = [];
afterEach(() => {
  for (const core of opened.splice(0)) core.close();
});

const found = (core: Core, made: { name: string; ownerAccountId: string }): string =>
  core.services.store.write((tx) => createOrganization(tx, made));

/** Who was told to have come for the first time, how, and in which trail; the oldest first. */
const firstsIn = (core: Core) =>
  newestEvents(core, 1_000)
    .filter(({ operation }) => operation === 'session.first')
    .map(({ detail, organization_id: organizationId, actor_name: actor }) => ({
      detail,
      organizationId,
      actor,
    }))
    .toReversed();

const told = (name: string, by: string, organizations: readonly (string | null)[]) =>
  organizations.map((organizationId) => ({
    detail: `${name} signed in for the first time, by ${by}`,
    organizationId,
    actor: name,
  }));

describe('the first session of an account', () => {
  it('by a password is told in the organization and the host, and the next ones are not', async () => {
    const { core, organizationId } = await createSignedInCore();
    opened.push(core);
    const once = told('Olive Owner', 'a password', [organizationId, null]);
    expect(firstsIn(core)).toEqual(once);
    const { client } = await signInAs(core, olive);
    await client.session.signOut({});
    await signInAs(core, olive);
    expect(firstsIn(core)).toEqual(once);
    expect(newestEvents(core, 1)).toMatchObject([{ operation: 'session.signIn' }]);
  });

  it('is told in each organization of the account, and in none of others', async () => {
    const { core, organizationId } = await createSignedInCore();
    opened.push(core);
    const accountId = addAccount(core, { organizationId, role: 'Viewer', name: 'Vera' });
    const other = found(core, { name: 'Vera & Sons', ownerAccountId: accountId });
    const zoe = addAccount(core, { organizationId, role: 'Viewer', name: 'Zoe' });
    const strangers = found(core, { name: 'Zoe', ownerAccountId: zoe });
    await clientOf(core, accountId).session.setPassword({ newPassword: olive.password });
    expect(firstsIn(core).slice(2)).toEqual(told('Vera', 'a password', [organizationId, other, null]));
    expect(firstsIn(core).map((event) => event.organizationId)).not.toContain(strangers);
  });

  it('by an invitation is told where it leads, and leaves the event of the joining', async () => {
    const world = await createInvitationWorld();
    opened.push(world.core);
    const { secret } = await world.invite(world.owner, 'ivan@example.com');
    const given = { secret, name: 'Ivan', password: 'a long enough one' };
    await world.nobody().invitation.register(given);
    expect(firstsIn(world.core)).toEqual(told('Ivan', 'an invitation', [world.organizationId, null]));
    expect(newestEvents(world.core, 1)).toMatchObject([{ operation: 'invitation.register' }]);
  });

  it('by the set-up of a store is told', async () => {
    const { core, client: operator } = await createTestCore({ kind: 'headless' });
    opened.push(core);
    const password = olive.password;
    const asked = { name: 'Olive', email: olive.email, organizationName: 'Acme', password };
    const { account } = await operator.session.firstRun(asked);
    expect(account).toBeDefined();
    expect(firstsIn(core)).toMatchObject([{ actor: 'Olive' }, { actor: 'Olive', organizationId: null }]);
  });

  it('that is refused is not told', async () => {
    const { core, organizationId } = await createSignedInCore();
    opened.push(core);
    addAccount(core, { organizationId, role: 'Viewer', name: 'Vera' });
    const before = firstsIn(core);
    const wrong = stranger(core).session.signIn({ ...olive, password: 'no such password' });
    await expect(wrong).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(firstsIn(core)).toEqual(before);
  });
});

describe('the first session by a provider', () => {
  const world = openOidcWorld();

  it('is told in its organization and the host, once', async () => {
    await world.signIn(world.browser());
    await world.signIn(world.browser());
    expect(firstsIn(world.core)).toEqual(told('Mia', 'a provider', [world.organizationId, null]));
  });
});
