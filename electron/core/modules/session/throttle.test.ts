import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as argon2 from '@node-rs/argon2';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTestCore } from '#test/support/create-test-core.ts';
import { createSignedInCore, fakeClock, olive, passwordOfOlive, stranger } from '#test/support/people.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';
import { keepFailures } from './attempts.ts';
import { createThrottle, type Throttle } from './throttle.ts';

vi.mock('@node-rs/argon2', { spy: true });

let core: Core | undefined;
afterEach(() => core?.close());

const account = [{ kind: 'account', key: 'acc_olive' }] as const;

const openThrottle = async () => {
  const clock = fakeClock();
  const made = await createTestCore({ now: clock.now });
  core = made.core;
  return { clock, throttle: createThrottle(core.services.store) };
};

/** Waits until an attempt is looked at; answers how many seconds that took. */
const waitFor = (throttle: Throttle, clock: ReturnType<typeof fakeClock>): number => {
  const begun = clock.now();
  while (clock.now() - begun <= 120_000) {
    try {
      throttle.begin(account);
      return (clock.now() - begun) / 1_000;
    } catch {
      clock.pass(1_000);
    }
  }
  throw new Error('it waits for more than two minutes');
};

const rows = () => core?.services.store.database.all(sql.selectFrom('sign_in_attempt').selectAll()) ?? [];

describe('the throttle', () => {
  it('delays by doubling steps up to a minute, and never for good', async () => {
    const { throttle, clock } = await openThrottle();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 14; attempt += 1) waits.push(waitFor(throttle, clock));
    expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
    clock.pass(15 * 60_000);
    for (let attempt = 0; attempt < 4; attempt += 1) throttle.begin(account);
  });

  it('lets a right password through at once after the wait, and forgets the failures', async () => {
    const { throttle, clock } = await openThrottle();
    for (let attempt = 0; attempt < 4; attempt += 1) throttle.begin(account);
    clock.pass(1_000);
    throttle.begin(account).succeed();
    expect(rows()).toEqual([]);
    for (let attempt = 0; attempt < 4; attempt += 1) throttle.begin(account);
  });

  it('counts an attempt before it is looked at, so that two hundred at once gain nothing', async () => {
    const { throttle } = await openThrottle();
    const begun = Array.from({ length: 200 }, () => {
      try {
        throttle.begin(account);
        return true;
      } catch {
        return false;
      }
    });
    expect(begun.filter(Boolean)).toHaveLength(4);
  });

  it('delays an address that tries many accounts, and no other address', async () => {
    const { throttle } = await openThrottle();
    const tryFrom = (address: string, index: number) =>
      throttle.begin([
        { kind: 'account', key: `${index}@example.com` },
        { kind: 'address', key: address },
      ]);
    for (let index = 0; index < 20; index += 1) tryFrom('10.0.0.1', index);
    expect(() => tryFrom('10.0.0.1', 99)).toThrow('Failed sign-ins');
    tryFrom('10.0.0.2', 99);
  });

  it('delays nobody by the address of this machine, which everybody behind a tunnel or a proxy has', async () => {
    const { throttle } = await openThrottle();
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      for (let index = 0; index < 30; index += 1) {
        throttle.begin([
          { kind: 'account', key: `${index}@example.com from ${address}` },
          { kind: 'address', key: address },
        ]);
      }
    }
  });

  it('counts for others without delaying who is known', async () => {
    const { throttle } = await openThrottle();
    const known = { kind: 'everywhere', key: 'acc_olive', onlyCounts: true } as const;
    for (let attempt = 0; attempt < 50; attempt += 1) throttle.begin([known]);
    expect(() => throttle.begin([{ kind: 'everywhere', key: 'acc_olive' }])).toThrow('Failed sign-ins');
  });

  it('gives back with an attempt that was none the wait that it would have cost', async () => {
    const { throttle, clock } = await openThrottle();
    for (let attempt = 0; attempt < 5; attempt += 1) waitFor(throttle, clock);
    clock.pass(2_000);
    throttle.begin(account).forget();
    throttle.begin(account);
    expect(() => throttle.begin(account)).toThrow('Failed sign-ins');
  });

  it('takes back an attempt that was none, but no failure that came meanwhile', async () => {
    const { throttle } = await openThrottle();
    for (let attempt = 0; attempt < 2; attempt += 1) throttle.begin(account);
    const none = throttle.begin(account);
    throttle.begin(account);
    none.forget();
    throttle.begin(account);
    expect(() => throttle.begin(account)).toThrow('Failed sign-ins');
  });
});

describe('what the throttle keeps', () => {
  it('names nobody: what was typed as an address may be a password', async () => {
    const { throttle } = await openThrottle();
    throttle.begin(account);
    expect(rows()).toMatchObject([{ subject: expect.stringMatching(/^[0-9a-f]{64}$/), failures: 1 }]);
  });

  it('is let go after a quarter of an hour', async () => {
    const { throttle, clock } = await openThrottle();
    throttle.begin(account);
    clock.pass(15 * 60_000);
    throttle.begin([{ kind: 'account', key: 'vera@example.com' }]);
    expect(rows()).toHaveLength(1);
  });

  it('makes nobody wait longer where the clock is set back', async () => {
    const { throttle, clock } = await openThrottle();
    for (let attempt = 0; attempt < 6; attempt += 1) waitFor(throttle, clock);
    clock.pass(-24 * 60 * 60_000);
    expect(waitFor(throttle, clock)).toBe(4);
    expect(waitFor(throttle, clock)).toBe(8);
  });

  it('is bounded, and many new names push nobody out who is being guessed at', async () => {
    const { throttle } = await openThrottle();
    for (let attempt = 0; attempt < 4; attempt += 1) throttle.begin(account);
    const { store } = core?.services ?? {};
    store?.write((tx) => {
      for (let index = 0; index < 10_000; index += 1)
        keepFailures(tx, `subject ${index}`, { count: 1, lastAt: tx.now });
    });
    expect(rows().length).toBeLessThanOrEqual(10_000);
    expect(() => throttle.begin(account)).toThrow('Failed sign-ins');
  });

  it('outlives a restart', async () => {
    const clock = fakeClock();
    const folder = mkdtempSync(join(tmpdir(), 'quayside-throttle-'));
    try {
      const before = await createSignedInCore(clock, { dataFolder: folder });
      core = before.core;
      const wrong = { ...olive, password: 'wrong password' };
      for (let attempt = 0; attempt < 4; attempt += 1)
        await expect(stranger(core).session.signIn(wrong)).rejects.toThrow();
      await core.close();
      core = (await createTestCore({ now: clock.now, dataFolder: folder })).core;
      await expect(stranger(core).session.signIn(olive)).rejects.toMatchObject({ code: 'LIMIT' });
      clock.pass(1_000);
      expect(await stranger(core).session.signIn(olive)).toMatchObject({ session: { state: 'ready' } });
      expect(rows()).toEqual([]);
    } finally {
      await core?.close();
      core = undefined;
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('guessing a password', () => {
  it('is refused with the instant from which on it is worth trying again, even when it is right', async () => {
    const made = await createSignedInCore();
    core = made.core;
    const wrong = { ...olive, password: 'wrong password' };
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await expect(stranger(core).session.signIn(wrong)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    const retryAt = new Date(made.clock.now() + 1_000).toISOString();
    await expect(stranger(core).session.signIn(olive)).rejects.toMatchObject({
      code: 'LIMIT',
      data: { retryAt },
    });
    made.clock.pass(1_000);
    expect(await stranger(core).session.signIn(olive)).toMatchObject({ session: { state: 'ready' } });
  });

  it('elsewhere keeps nobody out who signed in from this device before', async () => {
    const made = await createSignedInCore();
    core = made.core;
    const first = await stranger(core).session.signIn(olive);
    const device = 'device' in first ? first.device : undefined;
    expect(device).toMatch(/^qsd_/);
    const wrong = { ...olive, password: 'wrong password' };
    for (let attempt = 0; attempt < 10; attempt += 1)
      await expect(stranger(core).session.signIn(wrong)).rejects.toThrow();
    await expect(stranger(core).session.signIn(olive)).rejects.toMatchObject({ code: 'LIMIT' });
    expect(await stranger(core).session.signIn({ ...olive, device })).toMatchObject({ device });
  });

  it('on a known device is as slow as anywhere, and a made-up or foreign device is none', async () => {
    const made = await createSignedInCore();
    core = made.core;
    const first = await stranger(core).session.signIn(olive);
    const device = 'device' in first ? (first.device ?? '') : '';
    const wrong = { ...olive, password: 'wrong password', device };
    for (let attempt = 0; attempt < 4; attempt += 1)
      await expect(stranger(core).session.signIn(wrong)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(stranger(core).session.signIn({ ...olive, device })).rejects.toMatchObject({
      code: 'LIMIT',
    });
    for (const made of [`${device.slice(0, -1)}x`, `qsd_${'a'.repeat(22)}.${'0'.repeat(64)}`, 'qsd_', '']) {
      const guess = { ...olive, password: 'wrong password', device: made };
      await expect(stranger(core).session.signIn(guess)).rejects.toThrow();
    }
    await expect(stranger(core).session.signIn(olive)).rejects.toMatchObject({ code: 'LIMIT' });
  });

  it('from outside keeps nobody from unlocking the window that they are signed in at', async () => {
    const made = await createSignedInCore();
    core = made.core;
    await made.client.session.lock();
    const wrong = { ...olive, password: 'wrong password' };
    for (let attempt = 0; attempt < 10; attempt += 1)
      await expect(stranger(core).session.signIn(wrong)).rejects.toThrow();
    expect(await made.client.session.unlock({ password: olive.password })).toMatchObject({ state: 'ready' });
  });

  it('is no quicker for whoever is in and changes the address between the guesses', async () => {
    const made = await createSignedInCore();
    core = made.core;
    const guess = () => made.client.session.startTwoFactor({ password: 'wrong password' });
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await expect(guess()).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
    const email = 'olive2@example.com';
    await expect(
      made.client.session.updateProfile({ email, password: passwordOfOlive }),
    ).rejects.toMatchObject({ code: 'LIMIT' });
    // verified meanwhile by somebody else, such as another operator
    core.services.store.database.run(sql.updateTable('account').set({ email }));
    await expect(guess()).rejects.toMatchObject({ code: 'LIMIT' });
    const renamed = { ...olive, email };
    await expect(stranger(core).session.signIn(renamed)).rejects.toMatchObject({ code: 'LIMIT' });
  });

  it('costs the same verification whether the address is known or not', async () => {
    const made = await createSignedInCore();
    core = made.core;
    const verify = vi.mocked(argon2.verify);
    verify.mockClear();
    const unknown = { email: 'unknown@example.com', password: 'wrong password' };
    await expect(stranger(core).session.signIn(unknown)).rejects.toThrow();
    const calls = verify.mock.calls.length;
    await expect(stranger(core).session.signIn({ ...olive, password: 'wrong password' })).rejects.toThrow();
    expect(verify.mock.calls.length - calls).toBe(calls);
    expect(calls).toBe(1);
    const [known, decoy] = verify.mock.calls.map(([hash]) => String(hash).split('$').slice(0, 4).join('$'));
    expect(known).toBe(decoy);
  });
});
