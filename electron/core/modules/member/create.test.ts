import { describe, expect, it } from 'vitest';
import { sql } from '#core/store/database.ts';
import { joinEach, openMemberWorld } from '#test/support/member-world.ts';
import { verifyPassword } from '../../accounts/index.ts';

const world = openMemberWorld();
const admin = joinEach(world, 'Admin', 'Ada');

const password = 'correct horse battery';
const person = (email: string, role = 'Developer') => ({
  organizationId: world.organizationId,
  name: 'New Person',
  email,
  password,
  roleId: world.roleId(role),
});

const accountBy = (email: string) =>
  world.core.services.store.database.first(sql.selectFrom('account').selectAll().where('email', '=', email));

const limitSeats = (seats: number): void => {
  const { database } = world.core.services.store;
  database.run(sql.updateTable('organization').set({ seat_limit: seats }));
};

describe('R8: adding a person with an initial password', () => {
  it('makes an account that must change it at the first sign-in', async () => {
    const made = await admin.client.member.create(person('new@example.com'));
    expect(made).toMatchObject({ name: 'New Person', email: 'new@example.com', role: { name: 'Developer' } });
    const account = accountBy('new@example.com');
    expect(account?.must_change_password).toBe(1);
    expect(await verifyPassword(account?.password_hash, password)).toBe(true);
    const event = world.lastEvent('member.create');
    expect(event).toMatchObject({
      outcome: 'allowed',
      node_id: made.id,
      changes: [{ field: 'role', before: null, after: 'Developer' }],
    });
    expect(JSON.stringify(event)).not.toContain(password);
  });

  it('is refused for an address that has an account, whose owner is invited instead', async () => {
    const { organizationId } = world;
    const stranger = world.join('Viewer', 'Stranger');
    await admin.client.member.remove({ memberId: stranger.memberId });
    const before = accountBy('stranger@example.com');
    await expect(admin.client.member.create(person('Stranger@Example.com'))).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'email', reason: expect.stringContaining('invite it instead') },
    });
    expect(accountBy('stranger@example.com')).toEqual(before);
    expect(world.holds(stranger, 'service.read', world.nodes.web)).toBe(false);
    expect(world.lastEvent('member.create')).toMatchObject({ outcome: 'failed' });
    const { secret } = await admin.client.invitation.create({
      organizationId,
      email: 'stranger@example.com',
      roleId: world.roleId('Developer'),
      lifetimeHours: 48,
    });
    await stranger.client.invitation.accept({ secret });
    expect(world.holds(stranger, 'service.update', world.nodes.web)).toBe(true);
  });

  it('cancels the live invitations of that address, in this organization only', async () => {
    const { organizationId, owner } = world;
    const other = await owner.client.organization.create({ name: 'Elsewhere' });
    const invite = { email: 'new@example.com', lifetimeHours: 48 as const };
    await admin.client.invitation.create({ organizationId, roleId: world.roleId('Viewer'), ...invite });
    const role = world.core.services.store.database.first(
      sql.selectFrom('node').select('id').where('parent_id', '=', other.id).where('name', '=', 'Viewer'),
    );
    await owner.client.invitation.create({ organizationId: other.id, roleId: role?.id ?? '', ...invite });
    await admin.client.member.create(person('new@example.com'));
    expect(await admin.client.invitation.list({ organizationId })).toEqual([]);
    expect(await owner.client.invitation.list({ organizationId: other.id })).toHaveLength(1);
  });

  it('is refused for a member’s address, a weak password, and one that is the name', async () => {
    await expect(admin.client.member.create(person('ada@example.com'))).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'email', reason: 'this address belongs to a member already' },
    });
    for (const weak of ['short', 'new@example.com']) {
      const input = { ...person('new@example.com'), password: weak };
      await expect(admin.client.member.create(input)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
    expect(accountBy('new@example.com')).toBeUndefined();
  });
});

describe('R7: the role of a person who is added', () => {
  it('is below one’s own; with the Owner’s switch an Admin may add Admins (R3)', async () => {
    const input = person('new@example.com', 'Admin');
    await expect(admin.client.member.create(input)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const { database } = world.core.services.store;
    database.run(sql.updateTable('organization').set({ admins_manage_admins: 1 }));
    expect((await admin.client.member.create(input)).role.name).toBe('Admin');
  });

  it('is judged again after the password was hashed: who is demoted meanwhile adds nobody', async () => {
    const adding = admin.client.member.create(person('new@example.com'));
    const viewer = { memberId: admin.memberId, roleId: world.roleId('Viewer') };
    await world.owner.client.member.setRole(viewer);
    await expect(adding).rejects.toMatchObject({ code: expect.stringMatching(/FORBIDDEN|NOT_FOUND/) });
    expect(accountBy('new@example.com')).toBeUndefined();
  });

  it('is given by none who lacks member.create', async () => {
    const manager = world.join('Manager', 'Manny');
    await expect(manager.client.member.create(person('new@example.com'))).rejects.toMatchObject({
      code: expect.stringMatching(/FORBIDDEN|NOT_FOUND/),
    });
  });
});

describe('R9: seats', () => {
  it('are taken by active members and live invitations', async () => {
    const { organizationId } = world;
    limitSeats(3);
    await admin.client.invitation.create({
      organizationId,
      email: 'invited@example.com',
      roleId: world.roleId('Viewer'),
      lifetimeHours: 48,
    });
    await expect(admin.client.member.create(person('new@example.com'))).rejects.toMatchObject({
      code: 'LIMIT',
      data: { limit: 3 },
    });
    // the invitation of the same address is one and the same seat
    expect((await admin.client.member.create(person('invited@example.com'))).email).toBe(
      'invited@example.com',
    );
  });

  it('let one of two have the last one, whoever comes first', async () => {
    limitSeats(3);
    const both = await Promise.allSettled([
      admin.client.member.create(person('one@example.com')),
      admin.client.member.create(person('two@example.com')),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await admin.client.member.list({ organizationId: world.organizationId })).toHaveLength(3);
  });

  it('are freed by suspending and taken again by restoring: one of two gets the last', async () => {
    const [one, two] = [world.join('Viewer', 'One'), world.join('Viewer', 'Two')];
    await admin.client.member.suspend({ memberId: one.memberId });
    await admin.client.member.suspend({ memberId: two.memberId });
    limitSeats(3);
    const both = await Promise.allSettled(
      [one, two].map(({ memberId }) => admin.client.member.restore({ memberId })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const rejected = both.find(({ status }) => status === 'rejected');
    expect(rejected).toMatchObject({ reason: { code: 'LIMIT' } });
  });

  it('count in a bulk change as it goes: all or nothing', async () => {
    const { organizationId } = world;
    const people = [world.join('Viewer', 'One'), world.join('Viewer', 'Two')];
    const memberIds = people.map(({ memberId }) => memberId);
    await admin.client.member.bulk({ organizationId, memberIds, change: { type: 'suspend' } });
    limitSeats(3);
    await expect(
      admin.client.member.bulk({ organizationId, memberIds, change: { type: 'restore' } }),
    ).rejects.toMatchObject({ code: 'LIMIT', data: { what: expect.stringMatching(/^Two: /) } });
    const list = await admin.client.member.list({ organizationId });
    expect(list.filter(({ suspendedAt }) => suspendedAt).map(({ name }) => name)).toEqual(['One', 'Two']);
  });
});
