import { describe, expect, it } from 'vitest';
import { sql } from '#core/store/database.ts';
import { joinEach, openMemberWorld } from '#test/support/member-world.ts';
import { addMember, changeMembers, removeMember } from './member-rows.ts';

const world = openMemberWorld();
const admin = joinEach(world, 'Admin', 'Ada');

const owners = (): string[] =>
  world.core.services.store.database
    .all(sql.selectFrom('member').select('id').where('is_owner', '=', 1))
    .map(({ id }) => id);

describe('R1: exactly one Owner', () => {
  it('undoes every write that would leave none, two, or one without the role', () => {
    const { core, organizationId, owner } = world;
    const [ownerRole, viewerRole] = [world.roleId('Owner'), world.roleId('Viewer')];
    const { store } = core.services;
    const wrongs = [
      () => store.write((tx) => removeMember(tx, organizationId, owner.memberId)),
      () =>
        store.write((tx) => changeMembers(tx, organizationId, [{ id: owner.memberId, roleId: viewerRole }])),
      () => store.write((tx) => changeMembers(tx, organizationId, [{ id: owner.memberId, isOwner: false }])),
      () =>
        store.write((tx) => changeMembers(tx, organizationId, [{ id: owner.memberId, isSuspended: true }])),
      () =>
        store.write((tx) => changeMembers(tx, organizationId, [{ id: admin.memberId, roleId: ownerRole }])),
      () =>
        store.write((tx) =>
          changeMembers(tx, organizationId, [{ id: admin.memberId, roleId: ownerRole, isOwner: true }]),
        ),
      () =>
        store.write((tx) =>
          addMember(tx, { organizationId, accountId: 'acc_nobody', roleId: ownerRole, isOwner: true }),
        ),
    ];
    for (const wrong of wrongs) {
      expect(wrong).toThrow();
      expect(owners()).toEqual([owner.memberId]);
      expect(store.access.memberships.member(owner.memberId)?.roleId).toBe(ownerRole);
      expect(world.holds(admin, 'organization.delete', organizationId)).toBe(false);
    }
  });

  it('lets a transfer name both its sides, in whatever order', () => {
    const { core, organizationId, owner } = world;
    const [ownerRole, adminRole] = [world.roleId('Owner'), world.roleId('Admin')];
    const to = { id: admin.memberId, roleId: ownerRole, isOwner: true };
    const from = { id: owner.memberId, roleId: adminRole, isOwner: false };
    core.services.store.write((tx) => changeMembers(tx, organizationId, [to, from]));
    expect(owners()).toEqual([admin.memberId]);
    expect(world.holds(admin, 'organization.delete', organizationId)).toBe(true);
    expect(world.holds(owner, 'organization.delete', organizationId)).toBe(false);
  });
});
