import { describe, expect, it } from 'vitest';
import { codeOf } from '#test/support/code-of.ts';
import { clientOf } from '#test/support/create-test-core.ts';
import { keyClient } from '#test/support/key-client.ts';
import { openKeyWorld } from '#test/support/key-world.ts';

const world = openKeyWorld();

describe('R6: a key gives nothing that its maker does not hold there', () => {
  it('refuses a permission that the maker lacks, and names it', async () => {
    const admin = clientOf(world.core, world.join('Admin', 'Ada'));
    await expect(
      world.create(admin, { permissions: ['project.read', 'organization.delete'] }),
    ).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'organization.delete', nodeId: world.organizationId },
    });
    await world.create(admin, { permissions: ['project.read', 'organization.update'] });
  });

  it('opens its scopes and what lies below, whatever the holder may elsewhere', async () => {
    const { secret, key } = await world.create(world.owner, { nodeIds: [world.place.environmentId ?? ''] });
    expect(key.scopes).toEqual([
      { id: world.place.environmentId, kind: 'environment', path: 'Shop/staging' },
    ]);
    const client = keyClient(world.core, secret);
    await client.service.get({ serviceId: world.place.serviceId ?? '' });
    expect(await codeOf(client.service.get({ serviceId: world.sibling.serviceId ?? '' }))).toBe('NOT_FOUND');
    expect(
      await codeOf(client.organization.update({ organizationId: world.organizationId, name: 'Mine' })),
    ).toBe('FORBIDDEN');
    expect(await codeOf(world.create(client))).toBe('FORBIDDEN');
    const { nodes } = await client.tree.get({ organizationId: world.organizationId });
    expect(nodes.map(({ id }) => id)).not.toContain(world.sibling.environmentId);
  });

  it('may do nothing any more once its scopes are gone, not everything', async () => {
    const { secret } = await world.create(world.owner, { nodeIds: [world.place.environmentId ?? ''] });
    world.core.services.store.write((tx) => tx.removeNode(world.place.environmentId ?? ''));
    const client = keyClient(world.core, secret);
    expect(await codeOf(client.service.get({ serviceId: world.sibling.serviceId ?? '' }))).toBe('NOT_FOUND');
    expect(
      (await client.tree.get({ organizationId: world.organizationId })).nodes.map(({ id }) => id),
    ).toEqual([world.organizationId]);
  });
});

describe('a key that makes keys', () => {
  it('hands its own limits on: permissions, end, and none at all where it is counted', async () => {
    const { secret, key } = await world.create(world.owner, { permissions: ['api.read', 'project.read'] });
    const client = keyClient(world.core, secret);
    const child = await world.create(client, { name: 'child', expiresInDays: '7' });
    expect(child.key.permissions).toEqual(['api.read', 'project.read']);
    expect(child.key.memberId).toBe(key.memberId);
    await expect(
      world.create(client, { name: 'wide', permissions: ['project.create'] }),
    ).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'project.create' },
    });
    for (const expiresInDays of ['never', '90'] as const) {
      await expect(world.create(client, { name: 'long', expiresInDays })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        data: { issues: [{ path: 'expiresInDays' }] },
      });
    }
    const counted = await world.create(world.owner, {
      name: 'counted',
      rateLimit: { count: 9, windowSeconds: 1 },
    });
    expect(await codeOf(world.create(keyClient(world.core, counted.secret), { name: 'free' }))).toBe(
      'FORBIDDEN',
    );
  });

  it('cannot widen itself: changing a key is for people', async () => {
    const { secret, key } = await world.create(world.owner, { rateLimit: { count: 9, windowSeconds: 1 } });
    const client = keyClient(world.core, secret);
    expect(await codeOf(client.apiKey.update({ apiKeyId: key.id, rateLimit: null }))).toBe('FORBIDDEN');
  });

  it('takes what it made along when it is revoked', async () => {
    const { secret, key } = await world.create(world.owner);
    const child = await world.create(keyClient(world.core, secret), { name: 'child', expiresInDays: '7' });
    const grandchild = await keyClient(world.core, child.secret).apiKey.createToken({
      organizationId: world.organizationId,
      minutes: 5,
    });
    await world.owner.apiKey.revoke({ apiKeyId: key.id });
    for (const each of [secret, child.secret, grandchild.secret]) {
      expect(() => world.core.services.apiKeys.admit(each, '')).toThrow('not known');
    }
  });

  it('revokes itself and what it made; others of its holder only with api.read', async () => {
    const other = await world.create(world.owner, { name: 'other' });
    const narrow = await world.create(world.owner, { name: 'narrow', permissions: ['project.read'] });
    const client = keyClient(world.core, narrow.secret);
    expect(await codeOf(client.apiKey.revoke({ apiKeyId: other.key.id }))).toBe('FORBIDDEN');
    expect(await codeOf(client.apiKey.revoke({ apiKeyId: narrow.key.id }))).toBe('answered');
    const wide = keyClient(world.core, (await world.create(world.owner, { name: 'wide' })).secret);
    expect(await codeOf(wide.apiKey.revoke({ apiKeyId: other.key.id }))).toBe('answered');
  });
});
