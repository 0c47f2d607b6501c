import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isApiKey } from '#shared/model/api-key.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { keyClient } from '#test/support/key-client.ts';
import { type Ids, populate } from '#test/support/populate.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';

const day = 86_400_000;
let now: number;
let core: Core;
let owner: TestClient;
let organizationId: string;
let place: Ids;
let sibling: Ids;
let logged: () => string;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 21);
  const made = await createOwnedCore({ now: () => now });
  ({ core, client: owner, organizationId } = made);
  ({ inScope: place, sibling } = populate(core, organizationId));
  logged = () => JSON.stringify(made.host.logged);
});
afterEach(() => core.close());

const create = (client: TestClient, parts: Partial<Parameters<TestClient['apiKey']['create']>[0]> = {}) =>
  client.apiKey.create({ organizationId, name: 'ci', expiresInDays: '30', ...parts });
const join = (role: Parameters<typeof addAccount>[1]['role'], name: string): string =>
  addAccount(core, { organizationId, role, name });
const memberOf = (accountId: string): string =>
  core.services.store.access.effective(accountId, organizationId)?.memberId ?? '';
const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'answered',
    (error: { code: string }) => error.code,
  );
const setRole = (accountId: string, name: string): void => {
  const { store } = core.services;
  const role = store.database.first(
    sql.selectFrom('node').select('id').where('kind', '=', 'role').where('name', '=', name),
  );
  const member = store.access.memberships.member(memberOf(accountId));
  store.write((tx) => {
    if (member) tx.afterCommit((access) => access.setMember({ ...member, roleId: role?.id ?? '' }));
  });
};
const newestEvents = () =>
  core.services.store.database.all(
    sql.selectFrom('audit_event').selectAll().orderBy('sequence', 'desc').limit(2),
  );
const everything = (): string => {
  const { connection } = core.services.store.database;
  const tables = connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  return JSON.stringify(tables.map((table) => connection.prepare(`SELECT * FROM "${String(table)}"`).all()));
};

describe('a new key', () => {
  it('is shown once, and neither kept, nor audited, nor logged', async () => {
    const { key, secret } = await create(owner);
    expect(isApiKey(secret)).toBe(true);
    expect(key).toMatchObject({
      name: 'ci',
      hint: secret.slice(-4),
      holder: 'Olive Owner',
      isToken: false,
      state: 'active',
      expiresAt: new Date(now + 30 * day).toISOString(),
    });
    await keyClient(core, secret).project.create({ organizationId, name: 'By key' });
    const [, random = ''] = secret.split('_');
    expect(everything()).not.toContain(random);
    expect(logged()).not.toContain(random);
    expect(await owner.apiKey.list({ organizationId, memberId: key.memberId })).toEqual([key]);
    expect(newestEvents()[1]).toMatchObject({
      node_id: key.id,
      detail: expect.stringContaining('API key “ci”'),
    });
  });

  it('is named in 1 to 32 characters, and each name once for a member', async () => {
    expect(await code(create(owner, { name: '' }))).toBe('INVALID_INPUT');
    expect(await code(create(owner, { name: 'n'.repeat(33) }))).toBe('INVALID_INPUT');
    await create(owner, { name: 'n'.repeat(32) });
    expect(await code(create(owner, { name: 'n'.repeat(32) }))).toBe('CONFLICT');
  });

  it('speaks for its holder, and says by which key', async () => {
    const { key, secret } = await create(owner);
    const caller = core.services.apiKeys.admit(secret, '').whoAsks();
    expect(caller).toMatchObject({ name: 'Olive Owner', subject: key.id });
    expect(caller.via).toEqual({ type: 'key', id: key.id, label: 'ci' });
    const made = await keyClient(core, secret).project.create({ organizationId, name: 'By key' });
    expect(made.name).toBe('By key');
  });

  it('learns whose it is, and nothing of how its holder signs in or where they were', async () => {
    await owner.session.rememberPlace({ organizationId, place: `/o/${organizationId}/members` });
    const { key, secret } = await create(owner);
    const session = await keyClient(core, secret).session.current();
    expect(session).toMatchObject({
      state: 'ready',
      apiKey: { id: key.id, name: 'ci', holder: 'Olive Owner' },
      organizations: [{ id: organizationId }],
      places: {},
    });
    expect(session).not.toHaveProperty('account');
    expect(session).not.toHaveProperty('lastOrganizationId');
    expect(JSON.stringify(session)).not.toContain('olive@example.com');
    const own = await owner.session.current();
    expect(own).toMatchObject({
      account: { email: 'olive@example.com' },
      lastOrganizationId: organizationId,
    });
    expect(own).not.toHaveProperty('apiKey');
  });

  it('is refused to whoever may not use keys', async () => {
    const viewer = clientOf(core, join('Viewer', 'Vera'));
    await expect(create(viewer)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'api.read' },
    });
  });

  it('is refused past 200 of one member, tokens counted', async () => {
    const { key } = await create(owner);
    core.services.store.write((tx) => {
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
        tx.database.run(sql.insertInto('api_key').values({ ...row, created_at: now }));
      }
    });
    expect(await code(owner.apiKey.createToken({ organizationId, minutes: 1 }))).toBe('LIMIT');
  });
});

describe('R6: a key gives nothing that its maker does not hold there', () => {
  it('refuses a permission that the maker lacks, and names it', async () => {
    const admin = clientOf(core, join('Admin', 'Ada'));
    await expect(
      create(admin, { permissions: ['project.read', 'organization.delete'] }),
    ).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'organization.delete', nodeId: organizationId },
    });
    await create(admin, { permissions: ['project.read', 'organization.update'] });
  });

  it('opens its scopes and what lies below, whatever the holder may elsewhere', async () => {
    const { secret, key } = await create(owner, { nodeIds: [place.environmentId ?? ''] });
    expect(key.scopes).toEqual([{ id: place.environmentId, kind: 'environment', path: 'Shop/staging' }]);
    const client = keyClient(core, secret);
    await client.service.get({ serviceId: place.serviceId ?? '' });
    expect(await code(client.service.get({ serviceId: sibling.serviceId ?? '' }))).toBe('NOT_FOUND');
    expect(await code(client.organization.update({ organizationId, name: 'Mine' }))).toBe('FORBIDDEN');
    expect(await code(create(client))).toBe('FORBIDDEN');
    const { nodes } = await client.tree.get({ organizationId });
    expect(nodes.map(({ id }) => id)).not.toContain(sibling.environmentId);
  });

  it('may do nothing any more once its scopes are gone, not everything', async () => {
    const { secret } = await create(owner, { nodeIds: [place.environmentId ?? ''] });
    core.services.store.write((tx) => tx.removeNode(place.environmentId ?? ''));
    const client = keyClient(core, secret);
    expect(await code(client.service.get({ serviceId: sibling.serviceId ?? '' }))).toBe('NOT_FOUND');
    expect((await client.tree.get({ organizationId })).nodes.map(({ id }) => id)).toEqual([organizationId]);
  });
});

describe('a key that makes keys', () => {
  it('hands its own limits on: permissions, end, and none at all where it is counted', async () => {
    const { secret, key } = await create(owner, { permissions: ['api.read', 'project.read'] });
    const client = keyClient(core, secret);
    const child = await create(client, { name: 'child', expiresInDays: '7' });
    expect(child.key.permissions).toEqual(['api.read', 'project.read']);
    expect(child.key.memberId).toBe(key.memberId);
    await expect(create(client, { name: 'wide', permissions: ['project.create'] })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'project.create' },
    });
    for (const expiresInDays of ['never', '90'] as const) {
      await expect(create(client, { name: 'long', expiresInDays })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        data: { issues: [{ path: 'expiresInDays' }] },
      });
    }
    const counted = await create(owner, { name: 'counted', rateLimit: { count: 9, windowSeconds: 1 } });
    expect(await code(create(keyClient(core, counted.secret), { name: 'free' }))).toBe('FORBIDDEN');
  });

  it('cannot widen itself: changing a key is for people', async () => {
    const { secret, key } = await create(owner, { rateLimit: { count: 9, windowSeconds: 1 } });
    const client = keyClient(core, secret);
    expect(await code(client.apiKey.update({ apiKeyId: key.id, rateLimit: null }))).toBe('FORBIDDEN');
  });

  it('takes what it made along when it is revoked', async () => {
    const { secret, key } = await create(owner);
    const child = await create(keyClient(core, secret), { name: 'child', expiresInDays: '7' });
    const grandchild = await keyClient(core, child.secret).apiKey.createToken({ organizationId, minutes: 5 });
    await owner.apiKey.revoke({ apiKeyId: key.id });
    for (const each of [secret, child.secret, grandchild.secret]) {
      expect(() => core.services.apiKeys.admit(each, '')).toThrow('not known');
    }
  });

  it('revokes itself and what it made; others of its holder only with api.read', async () => {
    const other = await create(owner, { name: 'other' });
    const narrow = await create(owner, { name: 'narrow', permissions: ['project.read'] });
    const client = keyClient(core, narrow.secret);
    expect(await code(client.apiKey.revoke({ apiKeyId: other.key.id }))).toBe('FORBIDDEN');
    expect(await code(client.apiKey.revoke({ apiKeyId: narrow.key.id }))).toBe('answered');
    const wide = keyClient(core, (await create(owner, { name: 'wide' })).secret);
    expect(await code(wide.apiKey.revoke({ apiKeyId: other.key.id }))).toBe('answered');
  });
});

describe('a key is no longer good', () => {
  const refusal = (secret: string): string => {
    try {
      core.services.apiKeys.admit(secret, '');
      return 'admitted';
    } catch (error) {
      const { code, message } = error as { code: string; message: string };
      return `${code}: ${message}`;
    }
  };

  it('at the very instant of its end', async () => {
    const { secret } = await create(owner, { expiresInDays: '1' });
    now += day - 1;
    expect(refusal(secret)).toBe('admitted');
    now += 1;
    expect(refusal(secret)).toMatch(/^UNAUTHENTICATED: .*“ci” expired at 2026-11-22T00:00:00/);
    expect(await owner.apiKey.list({ organizationId })).toContainEqual(
      expect.objectContaining({ name: 'ci', state: 'expired' }),
    );
  });

  it('once its holder lost api.read, and good again when that is over', async () => {
    const accountId = join('Admin', 'Ada');
    const { secret } = await create(clientOf(core, accountId));
    setRole(accountId, 'Viewer');
    expect(refusal(secret)).toMatch(/^UNAUTHENTICATED: The holder/);
    expect(await owner.apiKey.list({ organizationId, memberId: memberOf(accountId) })).toMatchObject([
      { state: 'powerless' },
    ]);
    setRole(accountId, 'Admin');
    expect(refusal(secret)).toBe('admitted');
  });

  it('once its holder is suspended or removed', async () => {
    const accountId = join('Admin', 'Ada');
    const { secret } = await create(clientOf(core, accountId));
    const { store } = core.services;
    const memberId = memberOf(accountId);
    const member = store.access.memberships.member(memberId);
    store.write((tx) => {
      if (member) tx.afterCommit((access) => access.setMember({ ...member, isSuspended: true }));
    });
    expect(refusal(secret)).toMatch(/^UNAUTHENTICATED: The holder/);
    store.write((tx) => tx.removeNode(memberId));
    expect(refusal(secret)).toMatch(/^UNAUTHENTICATED: This API key is not known/);
  });

  it('once it is revoked, which reads like one that never was or is mistyped', async () => {
    const { secret, key } = await create(owner);
    await owner.apiKey.revoke({ apiKeyId: key.id });
    const unknown = refusal((await create(owner)).secret.replace(/_.{4}/, '_0000'));
    expect(refusal(secret)).toBe(unknown);
    expect(refusal('qs_')).toBe(unknown);
    expect(refusal('')).toBe(unknown);
  });
});

describe('a key belongs to a member', () => {
  it('who alone lists it, with whoever may update them', async () => {
    const ada = join('Admin', 'Ada');
    const own = await create(clientOf(core, ada), { name: 'ada’s' });
    await create(owner, { name: 'olive’s' });
    expect((await owner.apiKey.list({ organizationId })).map(({ name }) => name)).toContain('ada’s');
    const extras = join('Viewer', 'Vera');
    const member = core.services.store.access.memberships.member(memberOf(extras));
    core.services.store.write((tx) => {
      if (member) tx.afterCommit((access) => access.setMember({ ...member, extras: ['api.read'] }));
    });
    const vera = clientOf(core, extras);
    const veras = await create(vera, { name: 'vera’s' });
    expect(await vera.apiKey.list({ organizationId })).toEqual([veras.key]);
    expect(await code(vera.apiKey.revoke({ apiKeyId: own.key.id }))).toBe('NOT_FOUND');
    expect(await code(vera.apiKey.update({ apiKeyId: own.key.id, name: 'mine' }))).toBe('NOT_FOUND');
    expect(await code(owner.apiKey.revoke({ apiKeyId: veras.key.id }))).toBe('answered');
  });

  it('and is out of reach of those whom the member outranks', async () => {
    const { key } = await create(owner);
    const admin = clientOf(core, join('Admin', 'Ada'));
    expect(await code(admin.apiKey.revoke({ apiKeyId: key.id }))).toBe('FORBIDDEN');
    expect(await code(admin.apiKey.update({ apiKeyId: key.id, rateLimit: null }))).toBe('FORBIDDEN');
  });

  it('and changes name and limits by them, with an event that says what changed', async () => {
    const { key } = await create(owner);
    const changed = await owner.apiKey.update({
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
    const changes = JSON.parse(newestEvents()[0]?.changes ?? '[]') as { field: string }[];
    expect(changes.map(({ field }) => field)).toEqual(['name', 'rateLimit', 'requestCap']);
    const without = await owner.apiKey.update({ apiKeyId: key.id, rateLimit: null, requestCap: null });
    expect(without).not.toHaveProperty('rateLimit');
    expect(without).not.toHaveProperty('requestCap');
    expect(
      await code(owner.apiKey.update({ apiKeyId: key.id, requestCap: { cap: 1, refillAmount: 1 } })),
    ).toBe('INVALID_INPUT');
  });
});

describe('a token', () => {
  it('lives for its minutes, and goes with a later one', async () => {
    const { key, secret } = await owner.apiKey.createToken({ organizationId, minutes: 60 });
    expect(key).toMatchObject({ isToken: true, name: `token …${key.hint}` });
    now += 3_600_000 - 1;
    await keyClient(core, secret).project.list({ organizationId });
    now += 1;
    expect(() => core.services.apiKeys.admit(secret, '')).toThrow('expired');
    now += 3_600_000;
    const next = await owner.apiKey.createToken({ organizationId, minutes: 1 });
    const ids = (await owner.apiKey.list({ organizationId })).map(({ id }) => id);
    expect(ids).toContain(next.key.id);
    expect(ids).not.toContain(key.id);
    for (const minutes of [0, 61, 1.5]) {
      expect(await code(owner.apiKey.createToken({ organizationId, minutes }))).toBe('INVALID_INPUT');
    }
  });
});

describe('the last use', () => {
  it('is written down with its address, after seconds and not with each request', async () => {
    const { secret } = await create(owner);
    const { store, apiKeys } = core.services;
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
