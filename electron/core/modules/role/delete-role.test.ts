import { describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf } from '#test/support/create-test-core.ts';
import { deployer, openRoleWorld } from '#test/support/role-world.ts';
import { sql } from '../../store/database.ts';

const world = openRoleWorld();
const { create } = world;

const refusedWith = (code: string, data: object) => ({ code, data: expect.objectContaining(data) });

describe('deleting a role', () => {
  it('takes an unused one at once', async () => {
    const { id } = await create();
    await world.owner.role.delete({ roleId: id });
    await expect(world.owner.role.get({ roleId: id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('says by whom it is used, and takes nothing without a replacement', async () => {
    const { id } = await create();
    world.holderOf(id, 'Hanna');
    await world.owner.organization.updateSeats({ organizationId: world.organizationId, defaultRoleId: id });
    await expect(world.owner.role.delete({ roleId: id })).rejects.toMatchObject(
      refusedWith('CONFLICT', {
        reason: expect.stringMatching(/1 member \(Hanna\).*default role/),
      }),
    );
    expect((await world.owner.role.holders({ roleId: id })).members).toHaveLength(1);
  });

  it('has holders, grants, invitations and the default follow in one transaction', async () => {
    const { id } = await create();
    const replacement = await create({ name: 'Reader', permissions: ['project.read'] });
    const accountId = world.holderOf(id, 'Hanna');
    const { store } = world.core.services;
    const project = await world.owner.project.create({ organizationId: world.organizationId, name: 'Shop' });
    const other = addAccount(world.core, {
      organizationId: world.organizationId,
      role: 'Member',
      name: 'Mia',
    });
    store.write((tx) => {
      const grantId = tx.createNode({ kind: 'grant', parentId: world.organizationId, name: null });
      const grant = {
        member_id: world.memberOf(other),
        node_id: project.id,
        role_id: id,
        created_at: tx.now,
      };
      tx.database.run(sql.insertInto('access_grant').values({ id: grantId, ...grant }));
      const invitationId = tx.createNode({ kind: 'invitation', parentId: world.organizationId, name: null });
      tx.database.run(
        sql.insertInto('invitation').values({
          id: invitationId,
          email: 'new@example.com',
          role_id: id,
          extras: '[]',
          secret_hash: 'h',
          inviter_name: 'Olive',
          created_at: tx.now,
          expires_at: tx.now + 1e6,
        }),
      );
      tx.afterCommit((access) =>
        access.setGrant({
          id: grantId,
          memberId: world.memberOf(other),
          teamId: null,
          nodeId: project.id,
          tagIds: null,
          roleId: id,
          endsAt: null,
        }),
      );
    });
    await world.owner.organization.updateSeats({ organizationId: world.organizationId, defaultRoleId: id });
    expect(store.access.can(other, 'deployment.create', project.id)).toBe(true);
    await world.owner.role.delete({ roleId: id, replacementRoleId: replacement.id });
    expect(await world.owner.role.holders({ roleId: replacement.id })).toMatchObject({
      members: [{ name: 'Hanna' }],
      grants: [{ holder: 'Mia', scope: 'Shop' }],
      invitations: [{ email: 'new@example.com' }],
      isDefault: true,
    });
    expect(store.access.can(accountId, 'deployment.create', project.id)).toBe(false);
    expect(store.access.can(other, 'deployment.create', project.id)).toBe(false);
    expect(store.access.can(other, 'project.read', project.id)).toBe(true);
  });

  it('R4: the Owner’s role replaces none', async () => {
    const { id } = await create();
    world.holderOf(id, 'Hanna');
    const { id: replacementRoleId } = await world.roleNamed('Owner');
    await expect(world.owner.role.delete({ roleId: id, replacementRoleId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('R2: an Admin puts no Admin in its place, and not the role itself', async () => {
    const admin = clientOf(
      world.core,
      addAccount(world.core, { organizationId: world.organizationId, role: 'Admin', name: 'Ada' }),
    );
    const { id } = await create();
    world.holderOf(id, 'Hanna');
    const { id: replacementRoleId } = await world.roleNamed('Admin');
    await expect(admin.role.delete({ roleId: id, replacementRoleId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(admin.role.delete({ roleId: id, replacementRoleId: id })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('leaves one of two grants that its replacement makes equal: the one that lasts longer', async () => {
    const { owner, organizationId, core } = world;
    const { id } = await create();
    const replacement = await create({ name: 'Reader', permissions: ['project.read'] });
    const { id: nodeId } = await owner.project.create({ organizationId, name: 'Shop' });
    const mia = addAccount(core, { organizationId, role: 'Member', name: 'Mia' });
    const memberId = world.memberOf(mia);
    const endsAt = new Date(Date.now() + 3_600_000).toISOString();
    await owner.member.changeGrants({
      memberId,
      add: [
        { nodeId, roleId: id },
        { nodeId, roleId: replacement.id, endsAt },
      ],
    });
    await owner.role.delete({ roleId: id, replacementRoleId: replacement.id });
    const grants = await owner.member.grants({ memberId });
    expect(grants).toMatchObject([{ role: { name: 'Reader' }, scope: { path: 'Shop' } }]);
    expect(grants[0]).not.toHaveProperty('endsAt');
    const { memberships } = core.services.store.access;
    expect(memberships.grantsOf(memberId).map(({ id: left }) => left)).toEqual(grants.map((each) => each.id));
  });

  it('is told in the trail with what it held, and who has which role instead', async () => {
    const { id } = await create();
    const replacement = await create({ name: 'Reader', permissions: ['project.read'] });
    world.holderOf(id, 'Hanna');
    await world.owner.role.delete({ roleId: id, replacementRoleId: replacement.id });
    const { items } = await world.owner.audit.list({
      organizationId: world.organizationId,
      operation: 'role.delete',
    });
    expect(items[0]?.changes).toEqual([
      { field: 'level', before: 30 },
      { field: 'reach', before: 'organization' },
      { field: 'permissions', before: deployer.permissions },
      { field: 'Hanna: role', before: 'Deployer', after: 'Reader' },
    ]);
  });

  it('takes no role above Member for those who sign in by a provider', async () => {
    const { owner, organizationId } = world;
    const { id } = await create();
    await owner.identityProvider.create({
      organizationId,
      name: 'Company',
      issuer: 'https://id.example.com',
      clientId: 'quayside',
      emailDomains: ['example.com'],
      roleId: id,
      isEnabled: true,
    });
    const high = await create({ name: 'Lead', level: 40 });
    await expect(owner.role.delete({ roleId: id, replacementRoleId: high.id })).rejects.toMatchObject(
      refusedWith('CONFLICT', { field: 'replacementRoleId' }),
    );
    const { id: replacementRoleId } = await world.roleNamed('Member');
    await owner.role.delete({ roleId: id, replacementRoleId });
    expect(await owner.identityProvider.list({ organizationId })).toMatchObject([{ role: 'Member' }]);
  });
});
