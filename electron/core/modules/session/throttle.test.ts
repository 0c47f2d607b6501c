import * as argon2 from '@node-rs/argon2';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSignedInCore, fakeClock, olive, stranger } from '#test/support/people.ts';
import type { Core } from '../../create-core.ts';
import { createThrottle } from './throttle.ts';

vi.mock('@node-rs/argon2', { spy: true });

let core: Core | undefined;
afterEach(() => core?.close());

const account = [{ kind: 'account', key: 'olive@example.com' }] as const;

describe('the throttle', () => {
  it('delays by doubling steps up to a minute, and never for good', () => {
    const clock = fakeClock();
    const throttle = createThrottle(clock.now);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 14; attempt += 1) {
      const begun = clock.now();
      for (;;) {
        try {
          throttle.begin(account);
          break;
        } catch {
          clock.pass(1_000);
        }
      }
      waits.push((clock.now() - begun) / 1_000);
    }
    expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
    clock.pass(15 * 60_000);
    for (let attempt = 0; attempt < 4; attempt += 1) throttle.begin(account);
  });

  it('lets a right password through at once after the wait, and forgets the failures', () => {
    const clock = fakeClock();
    const throttle = createThrottle(clock.now);
    for (let attempt = 0; attempt < 4; attempt += 1) throttle.begin(account);
    clock.pass(1_000);
    throttle.begin(account).succeed();
    for (let attempt = 0; attempt < 4; attempt += 1) throttle.begin(account);
  });

  it('counts an attempt before it is looked at, so that two hundred at once gain nothing', () => {
    const throttle = createThrottle(fakeClock().now);
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

  it('delays an address that tries many accounts, and no other address', () => {
    const throttle = createThrottle(fakeClock().now);
    const tryFrom = (address: string, index: number) =>
      throttle.begin([
        { kind: 'account', key: `${index}@example.com` },
        { kind: 'address', key: address },
      ]);
    for (let index = 0; index < 20; index += 1) tryFrom('10.0.0.1', index);
    expect(() => tryFrom('10.0.0.1', 99)).toThrow('Failed sign-ins');
    tryFrom('10.0.0.2', 99);
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
