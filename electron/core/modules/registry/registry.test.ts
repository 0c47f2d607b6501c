import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';
import { registryForImage, registryLogins } from './login.ts';

const password = 'very-secret-text';
const given = { name: 'GHCR', address: 'ghcr.io', username: 'robot', password };

let core: Core;
let owner: TestClient;
let organizationId: string;

beforeEach(async () => {
  ({ core, client: owner, organizationId } = await createOwnedCore());
});
afterEach(() => core.close());

const add = (more: Partial<typeof given> = {}, client = owner) =>
  client.registry.create({ organizationId, ...given, ...more });

const as = (role: string): TestClient =>
  clientOf(core, addAccount(core, { organizationId, role, name: role }));

const addService = async (image: string, name = 'web', project = 'Shop'): Promise<string> => {
  const { id: projectId } = await owner.project.create({ organizationId, name: project });
  const environmentId = (await owner.environment.list({ projectId }))[0]?.id ?? '';
  const spec = { source: { type: 'image' as const, image } };
  return (await owner.service.create({ environmentId, name, spec })).id;
};

const passwordFor = (image: string): string | undefined =>
  registryForImage(core.services.store, organizationId, image)?.login.password;

describe('the password of a registry', () => {
  it('is sealed, and answered and told to nobody', async () => {
    const made = await add();
    await owner.registry.update({ registryId: made.id, password: `${password} 2` });
    await expect(owner.registry.update({ registryId: made.id, address: 'quay.io' })).rejects.toThrow();
    const { database } = core.services.store;
    const kept = JSON.stringify([
      made,
      await owner.registry.list({ organizationId }),
      await owner.registry.get({ registryId: made.id }),
      await owner.audit.list({ organizationId }),
      database
        .all(sql.selectFrom('registry').selectAll())
        .map((row) => ({ ...row, password: Buffer.from(row.password).toString('latin1') })),
      database.all(sql.selectFrom('audit_event').selectAll()),
    ]);
    expect(kept).toContain('robot');
    expect(kept).not.toContain(password);
    expect(passwordFor('ghcr.io/acme/web')).toBe(`${password} 2`);
  });

  it('opens for no other registry than its own', async () => {
    const [one, other] = [await add(), await add({ name: 'Quay', address: 'quay.io' })];
    core.services.store.write((tx) => {
      const row = tx.database.first(sql.selectFrom('registry').select('password').where('id', '=', one.id));
      if (row) tx.database.run(sql.updateTable('registry').set(row).where('id', '=', other.id));
    });
    expect(passwordFor('ghcr.io/a')).toBe(password);
    expect(() => passwordFor('quay.io/a')).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    // a build that may need neither goes on with what opens
    expect(registryLogins(core.services.store, organizationId)).toMatchObject({
      logins: [{ server: 'ghcr.io', password }],
      closed: ['Quay'],
    });
  });

  it('stays where it is not given, and goes to no other address', async () => {
    const { id: registryId } = await add();
    await owner.registry.update({ registryId, username: 'other', address: 'GHCR.io' });
    expect(passwordFor('ghcr.io/a')).toBe(password);
    await expect(owner.registry.update({ registryId, address: 'evil.example.com' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'password' }] },
    });
    expect((await owner.registry.get({ registryId })).address).toBe('ghcr.io');
    await owner.registry.update({ registryId, address: 'quay.io', password: 'another' });
    expect(passwordFor('quay.io/a')).toBe('another');
    expect(passwordFor('ghcr.io/a')).toBeUndefined();
  });
});

describe('an address', () => {
  it.each(['GHCR.IO', 'https://ghcr.io/', 'ghcr.io'])(
    'is one registry’s in an organization: %s',
    async (address) => {
      await add();
      await expect(add({ name: 'Again', address })).rejects.toMatchObject({
        code: 'CONFLICT',
        data: { field: 'address', reason: expect.stringContaining('GHCR') },
      });
    },
  );

  it('of Docker Hub is one by all its names, and that of an image without any', async () => {
    await add({ name: 'Hub', address: 'https://index.docker.io/v1/' });
    await expect(add({ name: 'Again', address: 'registry-1.docker.io' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(passwordFor('nginx:1')).toBe(password);
    expect(registryForImage(core.services.store, organizationId, 'acme/web')?.login.server).toBe(
      'https://index.docker.io/v1/',
    );
  });

  it('may be another organization’s too, and neither pulls by the other', async () => {
    await add();
    const other = await owner.organization.create({ name: 'Other' });
    expect(registryForImage(core.services.store, other.id, 'ghcr.io/a')).toBeNull();
    await owner.registry.create({ organizationId: other.id, ...given, password: 'theirs' });
    expect(passwordFor('ghcr.io/a')).toBe(password);
  });

  it.each([
    'ghcr.io/acme',
    'user:pw@ghcr.io',
    'ghcr',
    '',
    "ghcr.io';id;'",
    'ghcr.io\u0000',
    'ghcr\u200b.io',
    'a\nb.io',
  ])('is refused as %j', async (address) => {
    await expect(add({ address })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [expect.objectContaining({ path: 'address' })] },
    });
  });
});

it.each(['a:b', '', ' ', 'a\nb', 'a\u200bb'])('refuses the user name %j', async (username) => {
  await expect(add({ username })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

it('keeps names and passwords of quotes and line breaks as they are', async () => {
  const odd = `"'\`$(id)\n{"type": "service_account"}\t`;
  await add({ name: `"'\`$(id)`, username: '_json_key', password: odd });
  expect(registryForImage(core.services.store, organizationId, 'ghcr.io/a')).toMatchObject({
    name: `"'\`$(id)`,
    login: { username: '_json_key', password: odd, server: 'ghcr.io' },
  });
});

it('refuses an edit of an older version, also where only the password was changed since', async () => {
  const { id: registryId, version } = await add();
  await owner.registry.update({ registryId, password: 'new', version });
  await expect(owner.registry.update({ registryId, name: 'Old', version })).rejects.toMatchObject({
    code: 'CONFLICT',
    data: { field: 'version' },
  });
});

describe('who', () => {
  it('manages reads registries, and changes none', async () => {
    const { id: registryId } = await add();
    const manager = as('Manager');
    expect(await manager.registry.list({ organizationId })).toHaveLength(1);
    const forbidden = { code: 'FORBIDDEN' };
    await expect(add({ name: 'Mine', address: 'quay.io' }, manager)).rejects.toMatchObject(forbidden);
    await expect(manager.registry.update({ registryId, username: 'x' })).rejects.toMatchObject(forbidden);
    await expect(manager.registry.delete({ registryId })).rejects.toMatchObject(forbidden);
  });

  it.each(['Developer', 'Member', 'Viewer'])('is a %s does not see them', async (role) => {
    const { id: registryId } = await add();
    const client = as(role);
    await expect(client.registry.list({ organizationId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(client.registry.get({ registryId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is of another organization finds none of it', async () => {
    const { id: registryId } = await add();
    const other = await owner.organization.create({ name: 'Other' });
    const accountId = addAccount(core, { organizationId: other.id, role: 'Admin', name: 'Stella' });
    const stranger = clientOf(core, accountId);
    const unknown = { code: 'NOT_FOUND' };
    await expect(stranger.registry.get({ registryId })).rejects.toMatchObject(unknown);
    await expect(stranger.registry.usage({ registryId })).rejects.toMatchObject(unknown);
    await expect(stranger.registry.delete({ registryId })).rejects.toMatchObject(unknown);
  });
});

describe('a registry in use', () => {
  it('names the services that take their image from it, by the configuration that they have now', async () => {
    const { id: registryId } = await add();
    await addService('quay.io/acme/web', 'other', 'Elsewhere');
    const serviceId = await addService('ghcr.io/acme/web:1');
    expect(await owner.registry.usage({ registryId })).toEqual([
      { serviceId, path: 'Shop/production/web', image: 'ghcr.io/acme/web:1' },
    ]);
    const spec = { source: { type: 'image' as const, image: 'nginx:1' } };
    await owner.service.configure({ serviceId, spec });
    expect(await owner.registry.usage({ registryId })).toEqual([]);
  });

  it('is not deleted, unless that was seen', async () => {
    const { id: registryId } = await add();
    await addService('ghcr.io/acme/web:1');
    await expect(owner.registry.delete({ registryId })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { reason: expect.stringContaining('Shop/production/web') },
    });
    expect(await owner.registry.list({ organizationId })).toHaveLength(1);
    await owner.registry.delete({ registryId, evenIfUsed: true });
    expect(await owner.registry.list({ organizationId })).toEqual([]);
    expect(passwordFor('ghcr.io/acme/web:1')).toBeUndefined();
  });

  it('names nothing to who may not read the service, and is kept for it', async () => {
    const { id: registryId } = await add();
    await addService('ghcr.io/acme/web:1');
    await owner.role.create({
      organizationId,
      name: 'Registrar',
      reach: 'organization',
      permissions: ['registry.read', 'registry.delete'],
    });
    const accountId = addAccount(core, { organizationId, role: 'Registrar', name: 'Rita' });
    const registrar = clientOf(core, accountId);
    expect(await registrar.registry.usage({ registryId })).toEqual([]);
    const refused = await registrar.registry.delete({ registryId }).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'CONFLICT',
      data: { reason: expect.stringMatching(/may not see/) },
    });
    expect(JSON.stringify(refused)).not.toContain('Shop');
  });
});
