import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Permission } from '#shared/model/permissions.ts';
import { createInvitationWorld, hourMs, type InvitationWorld } from '#test/support/invitation-world.ts';
import { keyClient } from '#test/support/key-client.ts';

/** The tags Ring: Canary and Area: Shopping; the project `shop` carries Canary, `bank` none. */
const withTags = async (world: InvitationWorld) => {
  const { owner, organizationId } = world;
  const ring = await owner.tagSet.create({ organizationId, name: 'Ring' });
  const area = await owner.tagSet.create({ organizationId, name: 'Area' });
  const canary = await owner.tag.create({ tagSetId: ring.id, name: 'Canary' });
  const shopping = await owner.tag.create({ tagSetId: area.id, name: 'Shopping' });
  const [shop] = await owner.project.list({ organizationId });
  const bank = await owner.project.create({ organizationId, name: 'bank' });
  const made = {
    ring,
    canaryId: canary.id,
    shoppingId: shopping.id,
    shopId: shop?.id ?? '',
    bankId: bank.id,
  };
  const tag = (nodeId: string, ...tagIds: string[]) => owner.tag.assign({ organizationId, nodeId, tagIds });
  await tag(made.shopId, made.canaryId);
  return { ...made, tag };
};

let world: InvitationWorld;
let tags: Awaited<ReturnType<typeof withTags>>;
beforeEach(async () => {
  world = await createInvitationWorld();
  tags = await withTags(world);
});
afterEach(() => world.core.close());

const withdrawn = { code: 'CONFLICT', data: { field: 'secret' } };
const invite = (grants: object[], client = world.owner, more: object = {}) =>
  world.invite(client, 'bo@example.com', { grants, ...more });
const accept = async (secret: string) => {
  const bo = world.stranger('bo@example.com');
  await bo.client.invitation.accept({ secret });
  return (permission: Permission, nodeId: string): boolean =>
    world.core.services.store.access.can(bo.accountId, permission, nodeId);
};
const script = async (name: string, permissions: Permission[]) => {
  const { organizationId, admin } = world;
  const key = { organizationId, name, expiresInDays: '1', permissions } as const;
  return keyClient(world.core, (await admin.apiKey.create(key)).secret);
};

describe('an invitation that offers what carries tags', () => {
  it('opens it to whoever accepts, with the role that was said and below it, and follows the tags', async () => {
    const roleId = world.role('Viewer');
    const { invitation, secret } = await invite([{ tagIds: [tags.canaryId], roleId }]);
    expect(invitation.grants).toEqual([{ tagIds: [tags.canaryId], path: 'Ring: Canary', role: 'Viewer' }]);
    const can = await accept(secret);
    expect(can('project.read', tags.shopId)).toBe(true);
    expect(can('service.read', world.stagingId)).toBe(true);
    expect(can('deployment.create', world.stagingId)).toBe(false);
    expect(can('project.read', tags.bankId)).toBe(false);
    await tags.tag(tags.bankId, tags.canaryId);
    await tags.tag(tags.shopId);
    expect(can('project.read', tags.bankId)).toBe(true);
    expect(can('project.read', tags.shopId)).toBe(false);
  });

  it('opens what carries them at acceptance, not what did when it was made', async () => {
    const { secret } = await invite([{ tagIds: [tags.canaryId] }]);
    await tags.tag(tags.shopId);
    await tags.tag(tags.bankId, tags.canaryId);
    const can = await accept(secret);
    expect(can('project.read', tags.shopId)).toBe(false);
    expect(can('project.read', tags.bankId)).toBe(true);
  });

  it('asks for one tag of each set, and says so in the audit trail', async () => {
    const { secret } = await invite([{ tagIds: [tags.canaryId, tags.shoppingId] }]);
    const can = await accept(secret);
    expect(can('project.read', tags.shopId)).toBe(false);
    await tags.tag(tags.shopId, tags.canaryId, tags.shoppingId);
    expect(can('project.read', tags.shopId)).toBe(true);
    for (const operation of ['invitation.create', 'invitation.accept']) {
      const { items } = await world.owner.audit.list({ organizationId: world.organizationId, operation });
      expect(items[0]?.changes).toContainEqual({
        field: 'grant',
        after: { scope: 'Ring/Canary + Area/Shopping', role: 'own role' },
      });
    }
  });

  it('R14: is refused for a tag that is unknown, foreign, or something else', async () => {
    const other = await world.owner.organization.create({ name: 'Globex' });
    const set = await world.owner.tagSet.create({ organizationId: other.id, name: 'Ring' });
    const foreign = await world.owner.tag.create({ tagSetId: set.id, name: 'Canary' });
    for (const id of ['tag_00000000000000000000000000', foreign.id, tags.ring.id, tags.shopId]) {
      const refused = { code: 'NOT_FOUND', data: { kind: 'tag', id } };
      const grants = [{ tagIds: [tags.canaryId, id] }];
      await expect(invite(grants)).rejects.toMatchObject(refused);
      const { organizationId } = world;
      const asked = world.owner.invitation.preview({ organizationId, roleId: world.role('Member'), grants });
      await expect(asked).rejects.toMatchObject(refused);
    }
  });

  it('is refused where it names a node and tags, neither of them, or no tag', async () => {
    const both = { nodeId: tags.shopId, tagIds: [tags.canaryId] };
    for (const grant of [both, {}, { tagIds: [] }]) {
      await expect(invite([grant])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
  });

  it('is refused where it names the same tags twice, in whatever order', async () => {
    const { canaryId, shoppingId } = tags;
    const twice = [{ tagIds: [canaryId, shoppingId] }, { tagIds: [shoppingId, canaryId, shoppingId] }];
    await expect(invite(twice)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'grants.1' }] },
    });
  });

  it('R4: never gives the Owner’s role, and R7: no end that has come', async () => {
    const tagIds = [tags.canaryId];
    const asOwner = invite([{ tagIds, roleId: world.role('Owner') }]);
    await expect(asOwner).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(invite([{ tagIds, endsAt: '2026-11-21T09:00:00Z' }])).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'grants.0.endsAt' }] },
    });
  });

  it('R15: lists no tag to a key that may not read tags, which names one all the same where it offers it', async () => {
    const permissions: Permission[] = ['invitation.create', 'invitation.read', 'role.read', 'project.read'];
    const blind = await script('blind', permissions);
    const seeing = await script('seeing', [...permissions, 'tag.read', 'tagSet.read']);
    const tagIds = [tags.canaryId];
    // R6 stops both: they hold less everywhere than the role Member would give on whatever is tagged
    await expect(invite([{ tagIds }], blind)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(invite([{ tagIds }], seeing)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await invite([{ tagIds }, { nodeId: tags.shopId }]);
    const { organizationId } = world;
    const [unseen] = await blind.invitation.list({ organizationId });
    expect(unseen?.grants).toEqual([{ nodeId: tags.shopId, path: 'shop' }]);
    const [seen] = await seeing.invitation.list({ organizationId });
    expect(seen?.grants).toHaveLength(2);
  });
});

describe('R6, R8: what carries tags is judged again when an invitation is accepted', () => {
  it('is refused where the inviter no longer holds the role of the grant', async () => {
    const grants = [{ tagIds: [tags.canaryId], roleId: world.role('Manager') }];
    const { secret } = await invite(grants, world.admin, { roleId: world.role('Viewer') });
    world.setRole(world.adminMemberId, 'Developer');
    await expect(accept(secret)).rejects.toMatchObject(withdrawn);
  });

  it('is refused where the inviter holds it on what carries the tag now, and not wherever it may be put', async () => {
    const { owner, organizationId, adminMemberId: memberId } = world;
    const watcher = { organizationId, name: 'Watcher', level: 10, reach: 'granted' } as const;
    const { id: roleId } = await owner.role.create({ ...watcher, permissions: ['project.read'] });
    const offered = { admin: [{ tagIds: [tags.canaryId] }], control: [{ nodeId: tags.shopId }] };
    const byTag = await invite(offered.admin, world.admin, { roleId });
    const byNode = await world.invite(world.admin, 'cy@example.com', { roleId, grants: offered.control });
    world.setRole(memberId, 'Member');
    await owner.member.changeGrants({ memberId, add: [{ nodeId: tags.shopId }] });
    await expect(accept(byTag.secret)).rejects.toMatchObject(withdrawn);
    await world.stranger('cy@example.com').client.invitation.accept({ secret: byNode.secret });
  });
});

describe('a tag that an invitation offers by', () => {
  it('is not deleted while somebody can accept, and the refusal tells each what they may read', async () => {
    await invite([{ tagIds: [tags.canaryId] }]);
    const refusal = (reason: string) => ({
      code: 'CONFLICT',
      data: { field: 'tagId', reason: expect.stringContaining(reason) },
    });
    const named = refusal('“Ring/Canary”: offered to bo@example.com;');
    await expect(world.owner.tag.delete({ tagId: tags.canaryId })).rejects.toMatchObject(named);
    await expect(world.owner.tagSet.delete({ tagSetId: tags.ring.id })).rejects.toMatchObject(named);
    world.setRole(world.adminMemberId, 'Manager');
    const counted = refusal('“Ring/Canary”: and 1 that you cannot see;');
    await expect(world.admin.tag.delete({ tagId: tags.canaryId })).rejects.toMatchObject(counted);
  });

  it('takes the whole grant along when it is deleted after the expiry: the rest of the filter held wider', async () => {
    const tagIds = [tags.canaryId, tags.shoppingId];
    const { invitation } = await invite([{ tagIds }, { nodeId: tags.bankId }]);
    world.pass(48 * hourMs);
    await world.owner.tag.delete({ tagId: tags.shoppingId });
    const again = { invitationId: invitation.id, lifetimeHours: 48 } as const;
    const resent = await world.owner.invitation.resend(again);
    expect(resent.invitation.grants).toEqual([{ nodeId: tags.bankId, path: 'bank' }]);
    const can = await accept(resent.secret);
    expect(can('project.read', tags.bankId)).toBe(true);
    expect(can('project.read', tags.shopId)).toBe(false);
  });
});

describe('the preview of an offer by tags', () => {
  const previewOf = (grants: { tagIds: string[]; roleId?: string }[]) =>
    world.owner.invitation.preview({
      organizationId: world.organizationId,
      roleId: world.role('Member'),
      grants,
    });

  it('says what carries them now, and what they open wherever they are put', async () => {
    const preview = await previewOf([{ tagIds: [tags.canaryId] }]);
    expect(preview).toMatchObject([
      { nodeId: tags.shopId, path: 'shop' },
      { tagIds: [tags.canaryId], path: 'Ring: Canary' },
    ]);
    expect(preview[1]?.permissions).toEqual(preview[0]?.permissions);
    expect(preview[1]?.permissions).toContain('deployment.create');
  });

  it('is not empty where nothing carries them yet, and has one line for two roles by the same tags', async () => {
    const tagIds = [tags.shoppingId];
    const preview = await previewOf([{ tagIds }, { tagIds, roleId: world.role('Manager') }]);
    expect(preview).toMatchObject([{ tagIds, path: 'Area: Shopping' }]);
    expect(preview[0]?.permissions).toEqual(expect.arrayContaining(['deployment.create', 'project.delete']));
  });
});
