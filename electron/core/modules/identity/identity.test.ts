import { afterEach, describe, expect, it } from 'vitest';
import { createSignedInCore, newestEvents } from '#test/support/people.ts';
import { fingerprintOf, makeKeyPairs } from '../../bundle/envelope/index.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';
import { keyPairsOf, knownIssuersOf } from './index.ts';

let core: Core | undefined;
afterEach(() => core?.close());

const begin = async () => {
  const made = await createSignedInCore();
  core = made.core;
  const { store } = made.core.services;
  const accountId = (await made.client.session.current()).account?.id ?? '';
  return { ...made, store, accountId };
};

describe('your own keys', () => {
  it('are made when they are first asked for, once, also by two who ask at the same time', async () => {
    const { client, store } = await begin();
    expect(store.database.all(sql.selectFrom('account_keys').selectAll())).toEqual([]);
    const [one, two] = await Promise.all([client.identity.mine(), client.identity.mine()]);
    expect(one).toEqual(two);
    expect(one.recipient).toMatch(/^age1[02-9ac-hj-np-z]{58}$/);
    expect(one.fingerprint).toBe(fingerprintOf(one));
    expect(await client.identity.mine()).toEqual(one);
  });

  it('have their private halves sealed in the store', async () => {
    const { client, store, accountId } = await begin();
    const mine = await client.identity.mine();
    const pairs = await keyPairsOf(store, accountId);
    expect(pairs).toMatchObject({ recipient: mine.recipient, signingKey: mine.signingKey });
    const [row] = store.database.all(sql.selectFrom('account_keys').selectAll());
    const stored = Buffer.from(row?.private_halves ?? []);
    for (const half of [pairs.identity, pairs.signingSecret]) expect(stored.includes(half)).toBe(false);
  });

  it('are others after they were replaced, which the trail tells by the fingerprint', async () => {
    const { client, store, accountId } = await begin();
    const before = await client.identity.mine();
    const after = await client.identity.rotate();
    expect(after.fingerprint).not.toBe(before.fingerprint);
    expect((await keyPairsOf(store, accountId)).recipient).toBe(after.recipient);
    expect(core && newestEvents(core, 1)).toMatchObject([
      { operation: 'identity.rotate', detail: `keys for bundles replaced: ${after.fingerprint}` },
    ]);
  });
});

describe('an issuer', () => {
  const issuer = async () => {
    const { recipient, signingKey } = await makeKeyPairs();
    const keys = { recipient, signingKey };
    return {
      organization: 'org_far',
      account: 'acc_max',
      name: 'Max “B”',
      ...keys,
      fingerprint: fingerprintOf(keys),
    };
  };

  it('is trusted by whoever compared the fingerprint, and by nobody else', async () => {
    const { client, store, accountId } = await begin();
    const max = await issuer();
    await client.identity.trust(max);
    expect(await client.identity.trusted()).toMatchObject([max]);
    expect(knownIssuersOf(store, accountId)).toMatchObject([
      { organizationId: 'org_far', accountId: 'acc_max' },
    ]);
    expect(knownIssuersOf(store, 'acc_other')).toEqual([]);
    expect(core && newestEvents(core, 1)).toMatchObject([
      { operation: 'identity.trust', detail: `keys of Max “B” trusted: ${max.fingerprint}` },
    ]);
  });

  it('is not trusted by another fingerprint', async () => {
    const { client } = await begin();
    const [max, eve] = [await issuer(), await issuer()];
    await expect(client.identity.trust({ ...max, fingerprint: eve.fingerprint })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('fingerprint: is not that of these keys'),
    });
    expect(await client.identity.trusted()).toEqual([]);
  });

  it('who comes with other keys is stopped, until the old ones are forgotten', async () => {
    const { client } = await begin();
    const [max, changed] = [await issuer(), await issuer()];
    await client.identity.trust(max);
    await expect(client.identity.trust(changed)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining(max.fingerprint),
    });
    await client.identity.forget({ organization: 'org_far', account: 'acc_max' });
    await client.identity.trust(changed);
    expect(await client.identity.trusted()).toMatchObject([{ fingerprint: changed.fingerprint }]);
  });

  it('is trusted for one organization, and not for another', async () => {
    const { client } = await begin();
    const [max, other] = [await issuer(), await issuer()];
    await client.identity.trust(max);
    await client.identity.trust({ ...other, organization: 'org_near' });
    expect(await client.identity.trusted()).toHaveLength(2);
  });
});
