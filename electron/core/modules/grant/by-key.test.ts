import { describe, expect, it } from 'vitest';
import type { Permission } from '#shared/model/permissions.ts';
import { joinEach, openMemberWorld, scriptOf } from '#test/support/member-world.ts';

const world = openMemberWorld();
const admin = joinEach(world, 'Admin', 'Ada');
const mia = joinEach(world, 'Member', 'Mia');

const needed: Permission[] = [
  'member.read',
  'member.update',
  'team.read',
  'team.update',
  'role.read',
  'project.read',
];

describe('R6: an API key', () => {
  it('grants no more than it may itself, by role, extra, grant, team or bulk', async () => {
    const { organizationId, nodes } = world;
    const { memberId } = mia;
    const client = await scriptOf(world, admin, needed);
    const team = await admin.client.team.create({ organizationId, name: 'Crew' });
    await admin.client.team.changeGrants({
      teamId: team.id,
      add: [{ nodeId: nodes.shop, roleId: world.roleId('Developer') }],
    });
    const roleId = world.roleId('Developer');
    const tries = [
      () => client.member.setRole({ memberId, roleId }),
      () => client.member.setExtras({ memberId, permissions: ['audit.read'] }),
      () => client.member.changeGrants({ memberId, add: [{ nodeId: nodes.shop }] }),
      () => client.member.changeGrants({ memberId, add: [{ nodeId: nodes.shop, roleId }] }),
      () => client.team.changeMembers({ teamId: team.id, add: [memberId] }),
      () => client.team.changeGrants({ teamId: team.id, add: [{ nodeId: nodes.blog, roleId }] }),
      () => client.member.bulk({ organizationId, memberIds: [memberId], change: { type: 'role', roleId } }),
    ];
    for (const each of tries) await expect(each()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const changed = await client.member.setExtras({ memberId, permissions: ['project.read'] });
    expect(changed.extras).toEqual(['project.read']);
    expect(await admin.client.member.grants({ memberId })).toEqual([]);
  });

  it('changes nothing of its own holder', async () => {
    const client = await scriptOf(world, admin, needed);
    const { memberId } = admin;
    const tries = [
      () => client.member.setExtras({ memberId, permissions: ['project.read'] }),
      () => client.member.changeGrants({ memberId, add: [{ nodeId: world.nodes.shop }] }),
      () => client.member.suspend({ memberId }),
    ];
    for (const each of tries) {
      await expect(each()).rejects.toMatchObject({
        code: 'FORBIDDEN',
        data: { wouldGrant: expect.stringMatching(/their own access/) },
      });
    }
  });

  it('adds nobody with a password: that is for a person who is signed in', async () => {
    const client = await scriptOf(world, admin, ['member.create', 'member.read', 'role.read']);
    const roleId = world.roleId('Member');
    const person = { name: 'Eve', email: 'eve@example.com', password: 'correct horse battery', roleId };
    await expect(
      client.member.create({ organizationId: world.organizationId, ...person }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN', data: { permission: 'member.create' } });
  });
});
