import { generateSync } from 'otplib/functional';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TestClient } from '#test/support/create-test-core.ts';
import { openOidcWorld, signedIn, unauthenticated } from '#test/support/oidc-world.ts';
import { newestEvents } from '#test/support/people.ts';

const password = 'a password of Mia';

const world = openOidcWorld();
let codeNow: () => string;
let recoveryCode: string;
let memberId: string;

beforeEach(async () => {
  const client = world.browser();
  const { session } = await world.signIn(client);
  memberId = session.organizations[0]?.memberId ?? '';
  await client.session.setPassword({ newPassword: password });
  const { secret } = await client.session.startTwoFactor({ password });
  codeNow = () => generateSync({ secret, epoch: Math.floor(world.clock.now() / 1_000) });
  const { recoveryCodes } = await client.session.confirmTwoFactor({ code: codeNow() });
  recoveryCode = recoveryCodes[0] ?? '';
  world.clock.pass(30_000);
});

/** Comes back from the provider; answers the secret that a code is to be sent with. */
const prove = async (client: TestClient): Promise<string> => {
  const result = await client.identityProvider.finish(await world.begin(client));
  if (!('needsCode' in result)) throw new Error('no code was asked for');
  return result.flow;
};
const stateOf = async (client: TestClient): Promise<string> => (await client.session.current()).state;

describe('an account with a second factor that comes by a provider', () => {
  it('is asked for it, and nobody is signed in before', async () => {
    const client = world.browser();
    const flow = await prove(client);
    expect(await stateOf(client)).toBe('signed-out');
    const { session, token } = await client.identityProvider.confirm({ flow, code: codeNow() });
    expect(newestEvents(world.core, 1)).toMatchObject([
      {
        actor_id: session.account?.id,
        actor_name: 'Mia',
        via_type: 'session',
        operation: 'identityProvider.confirm',
      },
    ]);
    expect(session).toMatchObject({ state: 'ready', account: { email: 'mia@example.com' } });
    expect(world.core.services.sessions.find(token)).toBeDefined();
    expect(await stateOf(client)).toBe('ready');
  });

  it('gives a recovery code as well, and nothing twice', async () => {
    const client = world.browser();
    const flow = await prove(client);
    await client.identityProvider.confirm({ flow, code: recoveryCode });
    await expect(world.browser().identityProvider.confirm({ flow, code: codeNow() })).rejects.toMatchObject(
      unauthenticated,
    );
    const again = { flow: await prove(world.browser()), code: recoveryCode };
    await expect(world.browser().identityProvider.confirm(again)).rejects.toMatchObject(unauthenticated);
  });

  it('may mistype the code, is then slowed down, and each wrong one is in the trail', async () => {
    const client = world.browser();
    const flow = await prove(client);
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await expect(client.identityProvider.confirm({ flow, code: '000000' })).rejects.toMatchObject(
        unauthenticated,
      );
    }
    const [event] = newestEvents(world.core, 1);
    expect(event).toMatchObject({ outcome: 'refused', organization_id: world.organizationId });
    expect(event?.detail).toBe('failed sign-in as Mia by “Example login”: wrong code');
    await expect(client.identityProvider.confirm({ flow, code: codeNow() })).rejects.toMatchObject({
      code: 'LIMIT',
    });
    world.clock.pass(1_000);
    expect(await client.identityProvider.confirm({ flow, code: codeNow() })).toHaveProperty('token');
  });

  it('has five minutes for it', async () => {
    const flow = await prove(world.browser());
    world.clock.pass(5 * 60_000);
    await expect(world.browser().identityProvider.confirm({ flow, code: codeNow() })).rejects.toMatchObject(
      unauthenticated,
    );
  });

  it('is refused with the right code once it was suspended, unlinked, or the provider switched off', async () => {
    const confirm = async (flow: string) =>
      world.browser().identityProvider.confirm({ flow, code: codeNow() });
    const suspended = await prove(world.browser());
    await world.owner.member.suspend({ memberId });
    await expect(confirm(suspended)).rejects.toMatchObject(unauthenticated);
    await world.owner.member.restore({ memberId });
    const switchedOff = await prove(world.browser());
    await world.change({ isEnabled: false });
    await expect(confirm(switchedOff)).rejects.toMatchObject(unauthenticated);
    await world.change({ isEnabled: true });
    const unlinked = await prove(world.browser());
    await world.change({ clientId: 'another' });
    await expect(confirm(unlinked)).rejects.toMatchObject(unauthenticated);
  });

  it('is not asked where the organization says that the factor of the provider is trusted', async () => {
    await world.change({ trustsSecondFactor: true });
    const client = world.browser();
    const { session } = await signedIn(client.identityProvider.finish(await world.begin(client)));
    expect(session).toMatchObject({ state: 'ready', account: { email: 'mia@example.com' } });
  });

  it('needs a secret of its own: the one that went to the provider confirms nothing', async () => {
    const client = world.browser();
    const answer = await world.begin(client);
    await expect(
      client.identityProvider.confirm({ flow: answer.flow, code: codeNow() }),
    ).rejects.toMatchObject(unauthenticated);
  });
});

describe('trusting the factor of a provider', () => {
  it('is off unless said, and is in the trail', async () => {
    const { organizationId, owner } = world;
    expect(await owner.identityProvider.list({ organizationId })).toMatchObject([
      { trustsSecondFactor: false },
    ]);
    await world.change({ trustsSecondFactor: true });
    expect(JSON.parse(newestEvents(world.core, 1)[0]?.changes ?? '')).toEqual([
      { field: 'trustsSecondFactor', before: false, after: true },
    ]);
  });
});
