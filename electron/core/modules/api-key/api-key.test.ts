import { describe, expect, it } from 'vitest';
import { isApiKey } from '#shared/model/api-key.ts';
import { codeOf } from '#test/support/code-of.ts';
import { clientOf } from '#test/support/create-test-core.ts';
import { keyClient } from '#test/support/key-client.ts';
import { openKeyWorld } from '#test/support/key-world.ts';
import { fakeClock, newestEvents } from '#test/support/people.ts';
import { sql } from '../../store/database.ts';

const day = 86_400_000;
const clock = fakeClock();
const world = openKeyWorld({ now: clock.now });

const everything = (): string => {
  const { connection } = world.core.services.store.database;
  const tables = connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  return JSON.stringify(tables.map((table) => connection.prepare(`SELECT * FROM "${String(table)}"`).all()));
};

describe('a new key', () => {
  it('is shown once, and neither kept, nor audited, nor logged', async () => {
    const { key, secret } = await world.create(world.owner);
    expect(isApiKey(secret)).toBe(true);
    expect(key).toMatchObject({
      name: 'ci',
      hint: secret.slice(-4),
      holder: 'Olive Owner',
      isToken: false,
      state: 'active',
      expiresAt: clock.ahead(30 * day),
    });
    await keyClient(world.core, secret).project.create({
      organizationId: world.organizationId,
      name: 'By key',
    });
    const [, random = ''] = secret.split('_');
    expect(everything()).not.toContain(random);
    expect(world.logged()).not.toContain(random);
    expect(
      await world.owner.apiKey.list({ organizationId: world.organizationId, memberId: key.memberId }),
    ).toEqual([key]);
    expect(newestEvents(world.core, 2)[1]).toMatchObject({
      node_id: key.id,
      detail: expect.stringContaining('API key “ci”'),
    });
  });

  it('is named in 1 to 32 characters, and each name once for a member', async () => {
    expect(await codeOf(world.create(world.owner, { name: '' }))).toBe('INVALID_INPUT');
    expect(await codeOf(world.create(world.owner, { name: 'n'.repeat(33) }))).toBe('INVALID_INPUT');
    await world.create(world.owner, { name: 'n'.repeat(32) });
    expect(await codeOf(world.create(world.owner, { name: 'n'.repeat(32) }))).toBe('CONFLICT');
  });

  it('speaks for its holder, and says by which key', async () => {
    const { key, secret } = await world.create(world.owner);
    const caller = world.core.services.apiKeys.admit(secret, '').whoAsks();
    expect(caller).toMatchObject({ name: 'Olive Owner', subject: key.id });
    expect(caller.via).toEqual({ type: 'key', id: key.id, label: 'ci' });
    const made = await keyClient(world.core, secret).project.create({
      organizationId: world.organizationId,
      name: 'By key',
    });
    expect(made.name).toBe('By key');
  });

  it('learns whose it is, and nothing of how its holder signs in or where they were', async () => {
    await world.owner.session.rememberPlace({
      organizationId: world.organizationId,
      place: `/o/${world.organizationId}/members`,
    });
    const { key, secret } = await world.create(world.owner);
    const session = await keyClient(world.core, secret).session.current();
    expect(session).toMatchObject({
      state: 'ready',
      apiKey: { id: key.id, name: 'ci', holder: 'Olive Owner' },
      organizations: [{ id: world.organizationId }],
      places: {},
    });
    expect(session).not.toHaveProperty('account');
    expect(session).not.toHaveProperty('lastOrganizationId');
    expect(JSON.stringify(session)).not.toContain('olive@example.com');
    const own = await world.owner.session.current();
    expect(own).toMatchObject({
      account: { email: 'olive@example.com' },
      lastOrganizationId: world.organizationId,
    });
    expect(own).not.toHaveProperty('apiKey');
  });

  it('is refused to whoever may not use keys', async () => {
    const viewer = clientOf(world.core, world.join('Viewer', 'Vera'));
    await expect(world.create(viewer)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'api.read' },
    });
  });

  it('is refused past 200 of one member, tokens counted', async () => {
    const { key } = await world.create(world.owner);
    world.core.services.store.write((tx) => {
      for (let at = 0; at < 199; at += 1) {
        const id = tx.createNode({ kind: 'apiKey', parentId: key.memberId, name: `n${at}` });
        const row = {
          id,
          member_id: key.memberId,
          is_token: 0,
          secret_hash: id,
          hint: '',
          is_limited: 0,
        } as const;
        tx.database.run(sql.insertInto('api_key').values({ ...row, created_at: clock.now() }));
      }
    });
    expect(
      await codeOf(world.owner.apiKey.createToken({ organizationId: world.organizationId, minutes: 1 })),
    ).toBe('LIMIT');
  });
});

describe('a key belongs to a member', () => {
  it('who alone lists it, with whoever may update them', async () => {
    const ada = world.join('Admin', 'Ada');
    const own = await world.create(clientOf(world.core, ada), { name: 'ada’s' });
    await world.create(world.owner, { name: 'olive’s' });
    expect(
      (await world.owner.apiKey.list({ organizationId: world.organizationId })).map(({ name }) => name),
    ).toContain('ada’s');
    const extras = world.join('Viewer', 'Vera');
    world.setMember(extras, { extras: ['api.read'] });
    const vera = clientOf(world.core, extras);
    const veras = await world.create(vera, { name: 'vera’s' });
    expect(await vera.apiKey.list({ organizationId: world.organizationId })).toEqual([veras.key]);
    expect(await codeOf(vera.apiKey.revoke({ apiKeyId: own.key.id }))).toBe('NOT_FOUND');
    expect(await codeOf(vera.apiKey.update({ apiKeyId: own.key.id, name: 'mine' }))).toBe('NOT_FOUND');
    expect(await codeOf(world.owner.apiKey.revoke({ apiKeyId: veras.key.id }))).toBe('answered');
  });

  it('and is out of reach of those whom the member outranks', async () => {
    const { key } = await world.create(world.owner);
    const admin = clientOf(world.core, world.join('Admin', 'Ada'));
    expect(await codeOf(admin.apiKey.revoke({ apiKeyId: key.id }))).toBe('FORBIDDEN');
    expect(await codeOf(admin.apiKey.update({ apiKeyId: key.id, rateLimit: null }))).toBe('FORBIDDEN');
  });

  it('and changes name and limits by them, with an event that says what changed', async () => {
    const { key } = await world.create(world.owner);
    const changed = await world.owner.apiKey.update({
      apiKeyId: key.id,
      name: 'deploy',
      rateLimit: { count: 5, windowSeconds: 60 },
      requestCap: { cap: 100, refillAmount: 10, refillEverySeconds: 3600 },
    });
    expect(changed).toMatchObject({
      name: 'deploy',
      rateLimit: { count: 5, windowSeconds: 60 },
      requestCap: { cap: 100, left: 100, refillAmount: 10, refillEverySeconds: 3600 },
    });
    const changes = JSON.parse(newestEvents(world.core, 2)[0]?.changes ?? '[]') as { field: string }[];
    expect(changes.map(({ field }) => field)).toEqual(['name', 'rateLimit', 'requestCap']);
    const without = await world.owner.apiKey.update({ apiKeyId: key.id, rateLimit: null, requestCap: null });
    expect(without).not.toHaveProperty('rateLimit');
    expect(without).not.toHaveProperty('requestCap');
    expect(
      await codeOf(world.owner.apiKey.update({ apiKeyId: key.id, requestCap: { cap: 1, refillAmount: 1 } })),
    ).toBe('INVALID_INPUT');
  });
});
