import { afterEach, describe, expect, it } from 'vitest';
import { createSignedInCore, olive, passwordOfOlive, signInAs } from '#test/support/people.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';

let core: Core | undefined;
afterEach(() => core?.close());

const signedIn = async () => {
  const made = await createSignedInCore();
  core = made.core;
  return made;
};

const hashOf = () =>
  core?.services.store.database.first(sql.selectFrom('account').select('password_hash'))?.password_hash;

describe('a password', () => {
  it('is changed by one of two who change it at the same time, and the other one is told', async () => {
    const made = await signedIn();
    const windows = [await signInAs(made.core, olive), await signInAs(made.core, olive)];
    const both = await Promise.allSettled(
      windows.map(({ client }, at) =>
        client.session.setPassword({
          currentPassword: passwordOfOlive,
          newPassword: `another one, number ${at}`,
        }),
      ),
    );
    const refused = both.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused).toMatchObject([{ code: 'CONFLICT', data: { field: 'newPassword' } }]);
    const at = both.findIndex(({ status }) => status === 'fulfilled');
    await signInAs(made.core, { ...olive, password: `another one, number ${at}` });
  });

  it('is not changed to what it was, and ends no session by that', async () => {
    const made = await signedIn();
    const { client } = await signInAs(made.core, olive);
    const before = hashOf();
    const same = { currentPassword: passwordOfOlive, newPassword: passwordOfOlive };
    await expect(client.session.setPassword(same)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'newPassword', message: 'must be another one than before' }] },
    });
    expect(hashOf()).toBe(before);
    expect(await client.session.current()).toMatchObject({ state: 'ready' });
  });
});

describe('a session of an account without a password', () => {
  /** Such as a provider opens one. */
  const withoutPassword = async () => {
    const made = await signedIn();
    const { client } = await signInAs(made.core, olive);
    made.core.services.store.database.connection.exec('UPDATE account SET password_hash = NULL');
    return client;
  };
  const none = {
    code: 'CONFLICT',
    data: { field: 'password', reason: 'your account has none yet; set one first' },
  };

  it('is not locked, for nothing would unlock it', async () => {
    const client = await withoutPassword();
    await expect(client.session.lock()).rejects.toMatchObject(none);
    await expect(client.session.setIdleLock({ lockAfterMinutes: 5 })).rejects.toMatchObject(none);
    expect(await client.session.current()).toMatchObject({ state: 'ready' });
  });

  it('changes no address and begins no second factor before it has one', async () => {
    const client = await withoutPassword();
    await expect(
      client.session.updateProfile({ email: 'new@example.com', password: 'guessed password' }),
    ).rejects.toMatchObject(none);
    await expect(client.session.updateProfile({ email: 'new@example.com' })).rejects.toMatchObject(none);
    await expect(client.session.startTwoFactor({ password: 'guessed password' })).rejects.toMatchObject(none);
    const account = core?.services.store.database.first(sql.selectFrom('account').selectAll());
    expect(account).toMatchObject({ email: olive.email, pending_email: null, totp_pending: null });
  });
});

it('the first code of an authenticator is guessed no faster than any other', async () => {
  const made = await signedIn();
  const { client } = await signInAs(made.core, olive);
  await client.session.startTwoFactor({ password: passwordOfOlive });
  for (let guess = 0; guess < 4; guess += 1) {
    await expect(client.session.confirmTwoFactor({ code: '000000' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  }
  await expect(client.session.confirmTwoFactor({ code: '000000' })).rejects.toMatchObject({ code: 'LIMIT' });
});
