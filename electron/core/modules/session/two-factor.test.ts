import { generateSync } from 'otplib/functional';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createSignedInCore,
  newestEvents,
  olive,
  passwordOfOlive,
  signInAs,
  stranger,
} from '#test/support/people.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';

let core: Core | undefined;
afterEach(() => core?.close());

const withAuthenticator = async () => {
  const made = await createSignedInCore();
  core = made.core;
  const { client, clock } = made;
  const { secret, uri } = await client.session.startTwoFactor({ password: passwordOfOlive });
  const codeAt = (ms = clock.now()): string => generateSync({ secret, epoch: Math.floor(ms / 1_000) });
  const { recoveryCodes } = await client.session.confirmTwoFactor({ code: codeAt() });
  clock.pass(30_000);
  return { ...made, secret, uri, codeAt, recoveryCodes };
};

describe('a second factor', () => {
  it('is asked for after the right password only, and then signs in', async () => {
    const { codeAt, uri } = await withAuthenticator();
    if (!core) throw new Error('no core');
    expect(uri).toMatch(/^otpauth:\/\/totp\/Quayside:olive%40example.com\?secret=/);
    expect(await stranger(core).session.signIn(olive)).toEqual({ needsCode: true });
    const wrong = { ...olive, password: 'wrong password', code: codeAt() };
    await expect(stranger(core).session.signIn(wrong)).rejects.toMatchObject({
      message: 'The e-mail address or the password is wrong.',
    });
    const { session } = await signInAs(core, { ...olive, code: codeAt() });
    expect(session.account).toMatchObject({ hasTwoFactor: true, recoveryCodesLeft: 10 });
  });

  it('takes a code one step early or late, and no further', async () => {
    const { codeAt, clock } = await withAuthenticator();
    if (!core) throw new Error('no core');
    await expect(signInAs(core, { ...olive, code: codeAt(clock.now() + 60_000) })).rejects.toThrow('code');
    await signInAs(core, { ...olive, code: codeAt(clock.now() + 30_000) });
    clock.pass(90_000);
    await signInAs(core, { ...olive, code: codeAt(clock.now() - 30_000) });
    clock.pass(90_000);
    await expect(signInAs(core, { ...olive, code: codeAt(clock.now() - 60_000) })).rejects.toThrow('code');
  });

  it('takes the code of a step once, also where two come at the same time', async () => {
    const { codeAt } = await withAuthenticator();
    const made = core;
    if (!made) throw new Error('no core');
    const code = codeAt();
    const both = await Promise.allSettled([0, 1].map(() => signInAs(made, { ...olive, code })));
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(signInAs(made, { ...olive, code })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('does not take the code again that turned it on', async () => {
    const made = await createSignedInCore();
    core = made.core;
    const { secret } = await made.client.session.startTwoFactor({ password: passwordOfOlive });
    const code = generateSync({ secret, epoch: Math.floor(made.clock.now() / 1_000) });
    await made.client.session.confirmTwoFactor({ code });
    await expect(signInAs(core, { ...olive, code })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is kept sealed, and its recovery codes as hashes', async () => {
    const { secret, recoveryCodes } = await withAuthenticator();
    const database = core?.services.store.database;
    const rows = [
      ...(database?.all(sql.selectFrom('account').selectAll()) ?? []),
      ...(database?.all(sql.selectFrom('recovery_code').selectAll()) ?? []),
    ];
    const text = rows.map((row) => Object.values(row).map(String).join(' ')).join(' ');
    for (const shown of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))])
      expect(text).not.toContain(shown);
  });

  it('is turned off by password and code together, and asks for nothing from then on', async () => {
    const { client, codeAt } = await withAuthenticator();
    if (!core) throw new Error('no core');
    const wrong = { password: 'wrong password', code: codeAt() };
    await expect(client.session.disableTwoFactor(wrong)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const off = await client.session.disableTwoFactor({ password: passwordOfOlive, code: codeAt() });
    expect(off).toMatchObject({ hasTwoFactor: false, recoveryCodesLeft: 0 });
    await signInAs(core, olive);
  });

  it('slows guessing of codes down like that of passwords', async () => {
    await withAuthenticator();
    const made = core;
    if (!made) throw new Error('no core');
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await expect(signInAs(made, { ...olive, code: '000000' })).rejects.toMatchObject({
        code: 'UNAUTHENTICATED',
      });
    }
    const detail = 'failed sign-in as Olive Owner: right password, wrong second factor';
    expect(newestEvents(made, 1)).toMatchObject([{ outcome: 'refused', detail }]);
    await expect(signInAs(made, { ...olive, code: '000000' })).rejects.toMatchObject({ code: 'LIMIT' });
  });

  it('is no easier to guess for whoever knows the password and is signed in', async () => {
    const { client } = await withAuthenticator();
    const guess = () => client.session.disableTwoFactor({ password: passwordOfOlive, code: '000000' });
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await expect(guess()).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
    expect(core && newestEvents(core, 1)).toMatchObject([
      { outcome: 'refused', detail: 'Olive Owner typed a wrong code', operation: 'session.disableTwoFactor' },
    ]);
    await expect(guess()).rejects.toMatchObject({ code: 'LIMIT' });
  });
});

describe('a recovery code', () => {
  it('signs in once, however it is written', async () => {
    const { recoveryCodes } = await withAuthenticator();
    if (!core) throw new Error('no core');
    const [code = ''] = recoveryCodes;
    expect(code).toMatch(/^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$/);
    const { session } = await signInAs(core, {
      ...olive,
      code: ` ${code.toUpperCase().replaceAll('-', ' ')}`,
    });
    expect(session.account?.recoveryCodesLeft).toBe(9);
    await expect(signInAs(core, { ...olive, code })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is used by one of two who bring it at the same time', async () => {
    const { recoveryCodes } = await withAuthenticator();
    const made = core;
    if (!made) throw new Error('no core');
    const [code = ''] = recoveryCodes;
    const both = await Promise.allSettled([0, 1].map(() => signInAs(made, { ...olive, code })));
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
