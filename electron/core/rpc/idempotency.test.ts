import { afterEach, describe, expect, it } from 'vitest';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import type { Core } from '../create-core.ts';
import { once } from './idempotency.ts';

let core: Core | undefined;
afterEach(() => core?.close());

const request = async () => {
  const made = await createOwnedCore();
  core = made.core;
  const { account } = await made.client.session.current();
  const base = {
    accountId: account?.id ?? '',
    key: 'k1',
    operation: 'project.create',
    input: { name: 'Shop' },
  };
  return { store: core.services.store, base };
};

describe('a request with an Idempotency-Key', () => {
  it('is done once however often and however parallel it is sent', async () => {
    const { store, base } = await request();
    let runs = 0;
    const run = async () => {
      runs += 1;
      return { id: `made ${runs}` };
    };
    const answers = await Promise.all(Array.from({ length: 20 }, () => once(store, base, run)));
    expect(runs).toBe(1);
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"id":"made 1"}']));
  });

  it('is a CONFLICT with another input', async () => {
    const { store, base } = await request();
    await once(store, base, async () => 1);
    await expect(once(store, { ...base, input: { name: 'Other' } }, async () => 2)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('may be tried again after a failure', async () => {
    const { store, base } = await request();
    await expect(once(store, base, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await once(store, base, async () => 'yes')).toBe('yes');
  });
});
