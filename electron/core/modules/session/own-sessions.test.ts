import { afterEach, describe, expect, it } from 'vitest';
import { operations } from '#shared/contract/operations.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf } from '#test/support/create-test-core.ts';
import {
  createSignedInCore,
  newestEvents,
  olive,
  passwordOfOlive,
  signInAs,
  stranger,
} from '#test/support/people.ts';
import type { Core } from '../../create-core.ts';

let core: Core | undefined;
afterEach(() => core?.close());

const signedIn = async () => {
  const made = await createSignedInCore();
  core = made.core;
  return made;
};

/** Opens a stream and answers what its end is; it waits for something when this resolves. */
const watch = async (client: Awaited<ReturnType<typeof signInAs>>['client'], organizationId: string) => {
  const feed = await client.changes.watch({ organizationId });
  await feed.next();
  return { next: feed.next() };
};

describe('own sessions', () => {
  it('are listed with where they are and which one asks', async () => {
    const made = await signedIn();
    const { client } = await signInAs(made.core, { ...olive, address: '10.0.0.9' });
    const list = await client.session.sessions();
    expect(list).toHaveLength(2);
    expect(list.filter(({ isCurrent }) => isCurrent)).toMatchObject([
      { address: '10.0.0.9', agent: 'test', transport: 'websocket', isLocked: false },
    ]);
  });

  it('end at once when revoked, with their streams, whatever connection they are on', async () => {
    const made = await signedIn();
    const other = await signInAs(made.core, olive);
    const { next } = await watch(other.client, made.organizationId);
    const [revoked] = (await other.client.session.sessions()).filter(({ isCurrent }) => isCurrent);
    await made.client.session.revokeSession({ session: revoked?.id ?? '' });
    await expect(next).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(other.client.organization.list()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(stranger(made.core).session.resume({ sessionToken: other.token })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('of somebody else are as unknown as those that never were', async () => {
    const made = await signedIn();
    const vera = clientOf(
      made.core,
      addAccount(made.core, { organizationId: made.organizationId, role: 'Viewer', name: 'Vera' }),
    );
    const [first] = await made.client.session.sessions();
    for (const session of [first?.id ?? '', 'ses_none']) {
      await expect(vera.session.revokeSession({ session })).rejects.toMatchObject({
        code: 'NOT_FOUND',
        data: { kind: 'session', id: session },
      });
    }
    expect(await made.client.session.sessions()).toHaveLength(1);
  });

  it('all end but this one when a password changes, and this one gets another token', async () => {
    const made = await signedIn();
    const other = await signInAs(made.core, olive);
    const newPassword = 'another horse battery';
    const { token } = await made.client.session.setPassword({
      currentPassword: passwordOfOlive,
      newPassword,
    });
    for (const old of [other.token, made.token])
      expect(made.core.services.sessions.find(old)).toBeUndefined();
    expect(made.core.services.sessions.find(token)).toBeDefined();
    expect(await made.client.session.sessions()).toHaveLength(1);
    await expect(other.client.session.sessions()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('end with their account', async () => {
    const made = await signedIn();
    const { client, token } = await signInAs(made.core, olive);
    const { next } = await watch(client, made.organizationId);
    const { store, sessions } = made.core.services;
    store.write((tx) => {
      tx.database.connection.exec('DELETE FROM session WHERE account_id IN (SELECT id FROM account)');
      tx.afterCommit(() => sessions.changed());
    });
    await expect(next).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(sessions.find(token)).toBeUndefined();
  });

  it('sign out, after which the connection is nobody’s', async () => {
    const made = await signedIn();
    const { client, token } = await signInAs(made.core, olive);
    await client.session.signOut();
    expect(await client.session.current()).toMatchObject({ state: 'signed-out', isSetUp: true });
    expect(made.core.services.sessions.find(token)).toBeUndefined();
    expect(newestEvents(made.core, 1)).toMatchObject([{ operation: 'session.signOut', outcome: 'allowed' }]);
  });
});

describe('a locked session', () => {
  const locked = async () => {
    const made = await signedIn();
    const there = await signInAs(made.core, olive);
    const { next } = await watch(there.client, made.organizationId);
    const ended = next.then(
      () => 'went on',
      ({ code }: { code: string }) => code,
    );
    await there.client.session.lock();
    return { made, there, ended };
  };

  it('ends its streams and answers to nothing but the password', async () => {
    const { made, there, ended } = await locked();
    expect(await ended).toBe('UNAUTHENTICATED');
    expect(await there.client.session.current()).toMatchObject({
      state: 'locked',
      organizations: [],
      places: {},
    });
    await expect(there.client.project.list({ organizationId: made.organizationId })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    await expect(there.client.session.unlock({ password: 'wrong password' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(await there.client.session.unlock({ password: passwordOfOlive })).toMatchObject({
      state: 'ready',
    });
  });

  it('is no less locked on another connection of the same session', async () => {
    const { made, there } = await locked();
    const again = stranger(made.core);
    expect(await again.session.resume({ sessionToken: there.token })).toMatchObject({ state: 'locked' });
    await expect(again.session.sessions()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('opens by nothing but these operations', () => {
    const despite = (restriction: 'locked' | 'must-change-password') =>
      operations.filter(({ meta }) => meta.despite?.includes(restriction)).map(({ name }) => name);
    expect(despite('locked')).toEqual(['session.signOut', 'session.unlock']);
    expect(despite('must-change-password')).toEqual(['session.signOut', 'session.setPassword']);
  });

  it('is what a window becomes that was left alone, whatever it asks by itself', async () => {
    const made = await signedIn();
    const { client } = await signInAs(made.core, olive);
    await client.session.setIdleLock({ lockAfterMinutes: 5 });
    made.clock.pass(4 * 60_000);
    await client.session.sessions();
    await client.session.noteActivity();
    made.clock.pass(4 * 60_000);
    expect(await client.session.current()).toMatchObject({ state: 'ready' });
    made.clock.pass(2 * 60_000);
    expect(await client.session.current()).toMatchObject({ state: 'locked' });
  });
});

describe('a first password that somebody else chose', () => {
  it('lets nothing be done before it is changed', async () => {
    const made = await signedIn();
    made.core.services.store.database.connection.exec('UPDATE account SET must_change_password = 1');
    const { client } = await signInAs(made.core, olive);
    expect(await client.session.current()).toMatchObject({
      state: 'must-change-password',
      organizations: [],
    });
    await expect(client.organization.list()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    const newPassword = 'a password of my own';
    await client.session.setPassword({ currentPassword: passwordOfOlive, newPassword });
    expect(await client.organization.list()).toHaveLength(1);
  });
});

describe('a picture', () => {
  const png = Buffer.from('89504e470d0a1a0a0000', 'hex');
  it('is taken as what its bytes are, and refused for anything else', async () => {
    const made = await signedIn();
    const url = (bytes: Buffer, type = 'image/png') => `data:${type};base64,${bytes.toString('base64')}`;
    const { avatar } = await made.client.session.updateProfile({ avatar: url(png) });
    expect(avatar).toBe(url(png));
    const bad = [
      url(png, 'image/jpeg'),
      url(Buffer.from('<svg onload="x()"/>'), 'image/svg+xml'),
      url(Buffer.concat([png, Buffer.alloc(65 * 1024)])),
      'https://example.com/picture.png',
    ];
    for (const each of bad) {
      await expect(made.client.session.updateProfile({ avatar: each })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      });
    }
    expect(await made.client.session.updateProfile({ avatar: null })).toMatchObject({ avatar: null });
  });
});

describe('recovery at the machine', () => {
  it('gives a new password, ends the sessions, and is in the trail', async () => {
    const made = await signedIn();
    const there = await signInAs(made.core, olive);
    await made.core.resetPassword({ email: olive.email, password: 'recovered password' });
    expect(made.core.services.sessions.find(there.token)).toBeUndefined();
    await signInAs(made.core, { email: olive.email, password: 'recovered password' });
    expect(newestEvents(made.core, 2)).toMatchObject([
      { operation: 'session.signIn' },
      { operation: 'session.resetPassword', actor_name: 'operator of this machine', actor_id: null },
    ]);
  });
});

describe('the key that seals unsaved text', () => {
  it('is the same for a person at every sign-in, and another one for everybody else', async () => {
    const made = await signedIn();
    const { key } = await made.client.session.draftKey();
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    const again = await signInAs(made.core, olive);
    expect(await again.client.session.draftKey()).toEqual({ key });
    const vera = clientOf(
      made.core,
      addAccount(made.core, { organizationId: made.organizationId, role: 'Viewer', name: 'Vera' }),
    );
    expect((await vera.session.draftKey()).key).not.toBe(key);
  });

  it('is given to no window that is locked, and to nobody who is not signed in', async () => {
    const made = await signedIn();
    await made.client.session.lock();
    await expect(made.client.session.draftKey()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(stranger(made.core).session.draftKey()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
