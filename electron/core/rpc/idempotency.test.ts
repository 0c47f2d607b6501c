import { afterEach, describe, expect, it } from 'vitest';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import type { Core } from '../create-core.ts';
import type { Store } from '../store/store.ts';
import { type IdempotentRequest, once } from './idempotency.ts';

const underWay = new Map<string, Promise<unknown>>();

let core: Core | undefined;
afterEach(() => core?.close());

const request = async (now?: () => number) => {
  const made = await createOwnedCore(now ? { now } : {});
  core = made.core;
  const { account } = await made.client.session.current();
  const base = {
    accountId: account?.id ?? '',
    subject: account?.id ?? '',
    key: 'k1',
    operation: 'project.create',
    input: { name: 'Shop' },
  };
  return { store: core.services.store, base };
};

const send = (
  store: Store,
  request: IdempotentRequest,
  run: () => Promise<unknown>,
  recheck: () => void = () => undefined,
): Promise<unknown> => once({ store, underWay }, request, { run, recheck });

describe('a request with an Idempotency-Key', () => {
  it('is done once however often and however parallel it is sent', async () => {
    const { store, base } = await request();
    let runs = 0;
    const run = async () => {
      runs += 1;
      return { id: `made ${runs}` };
    };
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(store, base, run)));
    expect(runs).toBe(1);
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"id":"made 1"}']));
  });

  it('is a CONFLICT with another input', async () => {
    const { store, base } = await request();
    await send(store, base, async () => 1);
    await expect(send(store, { ...base, input: { name: 'Other' } }, async () => 2)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('is a CONFLICT with another operation, also where the input is the same', async () => {
    const { store, base } = await request();
    await send(store, base, async () => 1);
    await expect(send(store, { ...base, operation: 'team.create' }, async () => 2)).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'Idempotency-Key' },
    });
  });

  it('gets the first answer for a day, and is done anew after it', async () => {
    let now = Date.parse('2026-03-01T10:00:00Z');
    const { store, base } = await request(() => now);
    const day = 24 * 60 * 60 * 1_000;
    expect(await send(store, base, async () => 'first')).toBe('first');
    now += day - 1;
    expect(await send(store, base, async () => 'again')).toBe('first');
    now += 1;
    expect(await send(store, base, async () => 'anew')).toBe('anew');
  });

  it('may be tried again after a failure', async () => {
    const { store, base } = await request();
    await expect(send(store, base, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await send(store, base, async () => 'yes')).toBe('yes');
  });

  it('is done by an API key although its holder did the same with the same key', async () => {
    const { store, base } = await request();
    expect(await send(store, base, async () => 'the answer of a person')).toBe('the answer of a person');
    const byKey = { ...base, subject: 'key_1' };
    expect(await send(store, byKey, async () => 'the answer of a key')).toBe('the answer of a key');
    expect(await send(store, byKey, async () => 'once more')).toBe('the answer of a key');
    expect(await send(store, base, async () => 'once more')).toBe('the answer of a person');
  });

  it('is judged again after it waited for the first: neither done nor told to who was demoted meanwhile', async () => {
    const { store, base } = await request();
    const first = Promise.withResolvers<unknown>();
    const firstAnswer = send(store, base, () => first.promise);
    const runs: string[] = [];
    const second = send(
      store,
      base,
      async () => runs.push('second'),
      () => {
        throw new Error('demoted');
      },
    );
    first.resolve('told to the first');
    expect(await firstAnswer).toBe('told to the first');
    await expect(second).rejects.toThrow('demoted');
    expect(runs).toEqual([]);
  });
});
