import { describe, expect, it } from 'vitest';
import type { Permission } from '#shared/model/permissions.ts';
import { codeOf } from '#test/support/code-of.ts';
import { openMemberWorld, type Person } from '#test/support/member-world.ts';

const world = openMemberWorld();

const isSaidAllowed = async (
  { client }: Person,
  permission: Permission,
  nodeId: string,
): Promise<boolean> => {
  const { organizationId } = world;
  return (await client.access.explain({ organizationId, permission, nodeId })).isAllowed;
};

const isAllowed = async (call: Promise<unknown>): Promise<boolean> => (await codeOf(call)) === 'answered';

describe('access.explain on what ranks decide (R2, R10)', () => {
  it('says of every member what the call says: oneself, a peer, somebody above, and somebody below', async () => {
    const { owner } = world;
    const people = [
      owner,
      world.join('Admin', 'Ada'),
      world.join('Admin', 'Abe'),
      world.join('Manager', 'Max'),
    ];
    for (const actor of people) {
      for (const { memberId } of people) {
        const { role } = await owner.client.member.get({ memberId });
        const called = await isAllowed(actor.client.member.setRole({ memberId, roleId: role.id }));
        expect(
          await isSaidAllowed(actor, 'member.update', memberId),
          `${actor.memberId} on ${memberId}`,
        ).toBe(called);
      }
    }
    const [, ada, abe] = people;
    if (!ada || !abe) throw new Error('two Admins joined');
    const { organizationId } = world;
    const why = await ada.client.access.explain({
      organizationId,
      permission: 'member.update',
      nodeId: abe.memberId,
    });
    expect(why.text).toContain('only somebody above it may do this');
    expect(why.by.map(({ role }) => role)).toEqual(['Admin']);
  });

  it('says so of removals, of the switch of the Owner, and of another member by name', async () => {
    const { owner, organizationId } = world;
    const [ada, abe] = [world.join('Admin', 'Ada'), world.join('Admin', 'Abe')];
    expect(await isSaidAllowed(ada, 'member.delete', abe.memberId)).toBe(false);
    await owner.client.organization.updatePolicy({ organizationId, adminsManageAdmins: true });
    expect(await isSaidAllowed(ada, 'member.delete', abe.memberId)).toBe(true);
    expect(await isSaidAllowed(ada, 'member.delete', ada.memberId)).toBe(false);
    await owner.client.organization.updatePolicy({ organizationId, adminsManageAdmins: false });
    const question = { organizationId, permission: 'member.update', nodeId: abe.memberId } as const;
    const why = await owner.client.access.explain({ ...question, memberId: ada.memberId });
    expect(why).toMatchObject({ isAllowed: false, memberName: 'Ada' });
  });

  it('says so of teams, roles, keys, requests and invitations', async () => {
    const { owner, organizationId, nodes } = world;
    const [ada, abe, max] = [
      world.join('Admin', 'Ada'),
      world.join('Admin', 'Abe'),
      world.join('Manager', 'Max'),
    ];
    const teamOf = async (name: string, memberId: string): Promise<string> => {
      const { id } = await owner.client.team.create({ organizationId, name });
      await owner.client.team.changeMembers({ teamId: id, add: [memberId] });
      return id;
    };
    const [peers, lower] = [await teamOf('Peers', abe.memberId), await teamOf('Lower', max.memberId)];
    expect(await isSaidAllowed(ada, 'team.delete', peers)).toBe(false);
    expect(await isSaidAllowed(ada, 'team.delete', lower)).toBe(true);
    expect(await isAllowed(ada.client.team.delete({ teamId: peers }))).toBe(false);

    expect(await isSaidAllowed(ada, 'role.update', world.roleId('Viewer'))).toBe(false);
    expect(await isSaidAllowed(owner, 'role.delete', world.roleId('Viewer'))).toBe(false);

    const keyOf = async ({ client }: Person): Promise<string> =>
      (await client.apiKey.create({ organizationId, name: 'CI', expiresInDays: 'never' })).key.id;
    const [own, peer] = [await keyOf(ada), await keyOf(abe)];
    expect(await isSaidAllowed(ada, 'member.update', own)).toBe(true);
    expect(await isSaidAllowed(ada, 'member.update', peer)).toBe(false);
    expect(await isAllowed(ada.client.apiKey.revoke({ apiKeyId: peer }))).toBe(false);

    const asked = { nodeId: organizationId, permission: 'organization.delete', reason: '' } as const;
    const { id: request } = await abe.client.access.request(asked);
    expect(await isSaidAllowed(ada, 'member.update', request)).toBe(false);
    expect(await isSaidAllowed(owner, 'member.update', request)).toBe(true);

    const { invitation } = await owner.client.invitation.create({
      organizationId,
      email: 'new@example.com',
      roleId: world.roleId('Admin'),
      lifetimeHours: 48,
    });
    expect(await isSaidAllowed(ada, 'invitation.create', invitation.id)).toBe(false);
    expect(
      await isAllowed(ada.client.invitation.resend({ invitationId: invitation.id, lifetimeHours: 48 })),
    ).toBe(false);
    expect(await isSaidAllowed(owner, 'invitation.create', invitation.id)).toBe(true);
    expect(await isSaidAllowed(max, 'member.update', nodes.shop)).toBe(false);
  });
});
