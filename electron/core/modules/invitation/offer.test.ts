import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createInvitationWorld, hourMs, type InvitationWorld } from '#test/support/invitation-world.ts';

let world: InvitationWorld;
beforeEach(async () => {
  world = await createInvitationWorld();
});
afterEach(() => world.core.close());

/** Invites Bo to the same place by two roles, one of which then takes the other's place; Bo accepts. */
const joined = async () => {
  const { organizationId, owner, stagingId: nodeId } = world;
  const bo = world.stranger('bo@example.com');
  const role = { organizationId, name: 'Watcher', level: 10, reach: 'granted', permissions: [] } as const;
  const { id: roleId } = await owner.role.create({ ...role, permissions: ['service.read'] });
  const viewer = world.role('Viewer');
  const endsAt = new Date(world.core.services.store.now() + hourMs).toISOString();
  const { secret } = await world.invite(owner, 'bo@example.com', {
    roleId: world.role('Member'),
    extras: ['api.read'],
    grants: [
      { nodeId, roleId: viewer, endsAt },
      { nodeId, roleId },
    ],
  });
  await owner.role.delete({ roleId, replacementRoleId: viewer });
  await bo.client.invitation.accept({ secret });
  const members = await owner.member.list({ organizationId });
  return members.find(({ email }) => email === 'bo@example.com')?.id ?? '';
};

describe('what an invitation offers', () => {
  it('is given once where a replaced role made it equal, for as long as either lasts', async () => {
    const grants = await world.owner.member.grants({ memberId: await joined() });
    expect(grants).toMatchObject([{ role: { name: 'Viewer' } }]);
    expect(grants[0]).not.toHaveProperty('endsAt');
  });

  it('is in the audit trail when it is sent and when it is accepted', async () => {
    await joined();
    const trail = async (operation: string) => {
      const { items } = await world.owner.audit.list({ organizationId: world.organizationId, operation });
      return items[0]?.changes;
    };
    const offered = [
      { field: 'role', after: 'Member' },
      { field: 'extras', after: ['api.read'] },
    ];
    const grant = (role: string) => ({
      field: 'grant',
      after: expect.objectContaining({ scope: 'shop/staging', role }),
    });
    expect(await trail('invitation.create')).toEqual([...offered, grant('Viewer'), grant('Watcher')]);
    expect(await trail('invitation.accept')).toEqual([...offered, grant('Viewer')]);
  });
});
