import { describe, expect, it } from 'vitest';
import { codeOf } from '#test/support/code-of.ts';
import { clientOf } from '#test/support/create-test-core.ts';
import { keyClient } from '#test/support/key-client.ts';
import { openKeyWorld } from '#test/support/key-world.ts';
import { fakeClock } from '#test/support/people.ts';
import { sql } from '../../store/database.ts';

const day = 86_400_000;
const clock = fakeClock(Date.UTC(2026, 10, 21));
const world = openKeyWorld({ now: clock.now });

describe('a key is no longer good', () => {
  const refusal = (secret: string): string => {
    try {
      world.core.services.apiKeys.admit(secret, '');
      return 'admitted';
    } catch (error) {
      const { code, message } = error as { code: string; message: string };
      return `${code}: ${message}`;
    }
  };

  it('at the very instant of its end', async () => {
    const { secret } = await world.create(world.owner, { expiresInDays: '1' });
    clock.pass(day - 1);
    expect(refusal(secret)).toBe('admitted');
    clock.pass(1);
    expect(refusal(secret)).toMatch(/^UNAUTHENTICATED: .*“ci” expired at 2026-11-22T00:00:00/);
    expect(await world.owner.apiKey.list({ organizationId: world.organizationId })).toContainEqual(
      expect.objectContaining({ name: 'ci', state: 'expired' }),
    );
  });

  it('once its holder lost api.read, and good again when that is over', async () => {
    const accountId = world.join('Admin', 'Ada');
    const { secret } = await world.create(clientOf(world.core, accountId));
    world.setRole(accountId, 'Viewer');
    expect(refusal(secret)).toMatch(/^UNAUTHENTICATED: The holder/);
    expect(
      await world.owner.apiKey.list({
        organizationId: world.organizationId,
        memberId: world.memberOf(accountId).id,
      }),
    ).toMatchObject([{ state: 'powerless' }]);
    world.setRole(accountId, 'Admin');
    expect(refusal(secret)).toBe('admitted');
  });

  it('once its holder is suspended or removed', async () => {
    const accountId = world.join('Admin', 'Ada');
    const { secret } = await world.create(clientOf(world.core, accountId));
    const { id } = world.memberOf(accountId);
    world.setMember(accountId, { isSuspended: true });
    expect(refusal(secret)).toMatch(/^UNAUTHENTICATED: The holder/);
    world.core.services.store.write((tx) => tx.removeNode(id));
    expect(refusal(secret)).toMatch(/^UNAUTHENTICATED: This API key is not known/);
  });

  it('once it is revoked, which reads like one that never was or is mistyped', async () => {
    const { secret, key } = await world.create(world.owner);
    await world.owner.apiKey.revoke({ apiKeyId: key.id });
    const unknown = refusal((await world.create(world.owner)).secret.replace(/_.{4}/, '_0000'));
    expect(refusal(secret)).toBe(unknown);
    expect(refusal('qs_')).toBe(unknown);
    expect(refusal('')).toBe(unknown);
  });
});

describe('a token', () => {
  it('lives for its minutes, and goes with a later one', async () => {
    const { key, secret } = await world.owner.apiKey.createToken({
      organizationId: world.organizationId,
      minutes: 60,
    });
    expect(key).toMatchObject({ isToken: true, name: `token …${key.hint}` });
    clock.pass(3_600_000 - 1);
    await keyClient(world.core, secret).project.list({ organizationId: world.organizationId });
    clock.pass(1);
    expect(() => world.core.services.apiKeys.admit(secret, '')).toThrow('expired');
    clock.pass(3_600_000);
    const next = await world.owner.apiKey.createToken({ organizationId: world.organizationId, minutes: 1 });
    const ids = (await world.owner.apiKey.list({ organizationId: world.organizationId })).map(({ id }) => id);
    expect(ids).toContain(next.key.id);
    expect(ids).not.toContain(key.id);
    for (const minutes of [0, 61, 1.5]) {
      expect(
        await codeOf(world.owner.apiKey.createToken({ organizationId: world.organizationId, minutes })),
      ).toBe('INVALID_INPUT');
    }
  });
});

describe('the last use', () => {
  it('is written down with its address, after seconds and not with each request', async () => {
    const { secret } = await world.create(world.owner);
    const { store, apiKeys } = world.core.services;
    const writes: number[] = [];
    const used = (): string | null | undefined =>
      store.database.first(sql.selectFrom('api_key').select('used_from').where('hint', '=', secret.slice(-4)))
        ?.used_from;
    for (let at = 0; at < 50; at += 1) {
      apiKeys.admit(secret, `192.0.2.${at}`);
      writes.push(used() === null ? 0 : 1);
    }
    expect(writes).not.toContain(1);
    apiKeys.close();
    expect(used()).toBe('192.0.2.49');
  });
});
