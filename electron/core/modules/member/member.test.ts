import { describe, expect, it } from 'vitest';
import { sql } from '#core/store/database.ts';
import { joinEach, openMemberWorld } from '#test/support/member-world.ts';
import { settlesBefore, turns } from '#test/support/soon.ts';
import { foundBy } from '#test/support/strangers.ts';

const world = openMemberWorld();
const admin = joinEach(world, 'Admin', 'Ada Admin');

describe('the list of members', () => {
  it('says who they are, what they are, and how they reach what they may', async () => {
    const { organizationId, owner, nodes, roleId } = world;
    const mia = world.join('Member', 'Mia');
    await owner.client.member.setExtras({ memberId: mia.memberId, permissions: ['project.create'] });
    await owner.client.member.changeGrants({ memberId: mia.memberId, add: [{ nodeId: nodes.shop }] });
    const team = await owner.client.team.create({ organizationId, name: 'Crew' });
    await owner.client.team.changeMembers({ teamId: team.id, add: [mia.memberId] });
    await owner.client.team.changeGrants({ teamId: team.id, add: [{ nodeId: nodes.blog }] });
    const list = await admin.client.member.list({ organizationId });
    expect(list.map(({ name, isYou, isOwner }) => ({ name, isYou, isOwner }))).toEqual([
      { name: 'Ada Admin', isYou: true, isOwner: false },
      { name: 'Mia', isYou: false, isOwner: false },
      { name: 'Olive Owner', isYou: false, isOwner: true },
    ]);
    expect(list[1]).toMatchObject({
      email: 'mia@example.com',
      role: { id: roleId('Member'), name: 'Member', level: 30, builtIn: 'member', reach: 'granted' },
      teams: [{ id: team.id, name: 'Crew' }],
      grantCount: 1,
      teamGrantCount: 1,
      extras: ['project.create'],
    });
    expect(list[1]?.refusal).toBeUndefined();
    expect(list[0]?.refusal).toMatch(/Nobody changes their own access/);
    expect(list[2]?.refusal).toMatch(/Owner/);
  });

  it('is by name, or by when they joined, the newest or the oldest first', async () => {
    const { organizationId, core, owner } = world;
    const joined = (name: string, at: number): void => {
      const { memberId } = world.join('Viewer', name);
      const { database } = core.services.store;
      database.run(sql.updateTable('member').set({ created_at: at }).where('id', '=', memberId));
    };
    joined('Zoe', 2_000);
    joined('Bo', 1_000);
    joined('Al', 2_000);
    const namesBy = async (sort?: 'name' | 'newest' | 'oldest'): Promise<string[]> =>
      (await owner.client.member.list({ organizationId, ...(sort ? { sort } : {}) })).map(({ name }) => name);
    const byName = ['Ada Admin', 'Al', 'Bo', 'Olive Owner', 'Zoe'];
    expect(await namesBy()).toEqual(byName);
    expect(await namesBy('name')).toEqual(byName);
    expect((await namesBy('oldest')).slice(0, 3)).toEqual(['Bo', 'Al', 'Zoe']);
    expect((await namesBy('newest')).slice(-3)).toEqual(['Al', 'Zoe', 'Bo']);
  });

  it('is not for who may not read members', async () => {
    const { organizationId } = world;
    const vera = world.join('Viewer', 'Vera');
    await expect(vera.client.member.list({ organizationId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(vera.client.member.get({ memberId: admin.memberId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('answers a thousand members in one list', async () => {
    const { organizationId } = world;
    for (let index = 0; index < 1_000; index += 1) world.join('Developer', `Person ${index}`);
    const list = await admin.client.member.list({ organizationId });
    expect(list).toHaveLength(1_002);
  });
});

describe('R2: another role', () => {
  it('takes effect at once, is told in the audit trail, and to the member', async () => {
    const { organizationId } = world;
    const dora = world.join('Developer', 'Dora');
    const feed = await dora.client.changes.watch({ organizationId });
    await feed.next();
    const next = feed.next();
    const changed = await admin.client.member.setRole({
      memberId: dora.memberId,
      roleId: world.roleId('Viewer'),
    });
    expect(changed.role.name).toBe('Viewer');
    expect(world.holds(dora, 'deployment.create', world.nodes.web)).toBe(false);
    expect((await next).value).toContainEqual(
      expect.objectContaining({ kind: 'access', nodeId: dora.memberId, verb: 'updated' }),
    );
    expect(world.lastEvent('member.setRole')).toMatchObject({
      outcome: 'allowed',
      changes: [{ field: 'role', before: 'Developer', after: 'Viewer' }],
    });
    await feed.return?.(undefined);
  });

  it.each([
    ['Manager', 'Viewer', 'the actor lacks member.update'],
    ['Developer', 'Viewer', 'the actor lacks member.update'],
  ])('is refused to a %s', async (role, target) => {
    const actor = world.join(role, 'Actor');
    const victim = world.join(target, 'Victim');
    await expect(
      actor.client.member.setRole({ memberId: victim.memberId, roleId: world.roleId('Viewer') }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/FORBIDDEN|NOT_FOUND/) });
  });

  it('is refused for oneself, for an equal, for the Owner, and up to one’s own level', async () => {
    const other = world.join('Admin', 'Otto');
    const vera = world.join('Viewer', 'Vera');
    const tries = [
      { memberId: admin.memberId, roleId: world.roleId('Viewer') },
      { memberId: other.memberId, roleId: world.roleId('Viewer') },
      { memberId: world.owner.memberId, roleId: world.roleId('Viewer') },
      { memberId: vera.memberId, roleId: world.roleId('Admin') },
    ];
    for (const input of tries) {
      await expect(admin.client.member.setRole(input)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    const own = { memberId: world.owner.memberId, roleId: world.roleId('Admin') };
    await expect(world.owner.client.member.setRole(own)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('R3: admins over admins', () => {
  it('lets an Admin demote and remove an Admin, and make none', async () => {
    const { core, organizationId } = world;
    const [otto, oda] = [world.join('Admin', 'Otto'), world.join('Admin', 'Oda')];
    const vera = world.join('Viewer', 'Vera');
    core.services.store.database.connection.prepare('UPDATE organization SET admins_manage_admins = 1').run();
    const demoted = await admin.client.member.setRole({
      memberId: otto.memberId,
      roleId: world.roleId('Viewer'),
    });
    expect(demoted.role.name).toBe('Viewer');
    await admin.client.member.remove({ memberId: oda.memberId });
    const promote = { memberId: vera.memberId, roleId: world.roleId('Admin') };
    await expect(admin.client.member.setRole(promote)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const owner = { memberId: world.owner.memberId };
    await expect(admin.client.member.remove(owner)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(admin.client.member.suspend({ memberId: admin.memberId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect((await admin.client.member.list({ organizationId })).map(({ name }) => name)).not.toContain('Oda');
  });
});

describe('R10: removing a member', () => {
  it('tells before what goes', async () => {
    const { owner, nodes, organizationId, core } = world;
    const mia = world.join('Member', 'Mia');
    await owner.client.member.changeGrants({ memberId: mia.memberId, add: [{ nodeId: nodes.shop }] });
    const other = await foundBy(world.core, mia.accountId, 'Elsewhere');
    core.services.store.write((tx) =>
      tx.createNode({ kind: 'server', parentId: organizationId, name: 'srv' }),
    );
    expect(await admin.client.member.removal({ memberId: mia.memberId })).toEqual({
      name: 'Mia',
      email: 'mia@example.com',
      otherOrganizations: 1,
      grants: 1,
      apiKeys: 0,
      teams: [],
      servers: [],
    });
    const dora = world.join('Manager', 'Dora');
    const removal = await admin.client.member.removal({ memberId: dora.memberId });
    expect(removal.servers.map(({ name }) => name)).toEqual(['srv']);
    expect(other.memberId).not.toBe(mia.memberId);
  });

  it('ends their streams and grants at once; the account and its other organizations stay', async () => {
    const { organizationId, owner, nodes } = world;
    const mia = world.join('Member', 'Mia');
    await owner.client.member.changeGrants({ memberId: mia.memberId, add: [{ nodeId: nodes.shop }] });
    const elsewhere = await foundBy(world.core, mia.accountId, 'Elsewhere');
    const feed = await mia.client.changes.watch({ organizationId });
    await feed.next();
    const next = feed.next();
    await admin.client.member.remove({ memberId: mia.memberId });
    expect(await settlesBefore(next, turns)).toBe(true);
    await expect(next).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(mia.client.project.get({ projectId: nodes.shop })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const { organizations } = await mia.client.session.current();
    expect(organizations.map(({ id }) => id)).toEqual([elsewhere.id]);
    const { connection } = world.core.services.store.database;
    expect(connection.prepare('SELECT count(*) AS n FROM access_grant').get()).toEqual({ n: 0 });
    expect(connection.prepare("SELECT count(*) AS n FROM node WHERE kind = 'grant'").get()).toEqual({ n: 0 });
    expect(world.lastEvent('member.remove')).toMatchObject({ outcome: 'allowed', detail: 'Mia removed' });
  });

  it('is refused for oneself, the Owner, and an equal', async () => {
    const otto = world.join('Admin', 'Otto');
    for (const { memberId } of [admin, otto, world.owner]) {
      await expect(admin.client.member.remove({ memberId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });
});

describe('suspending', () => {
  it('shuts a member out with all they have, and restoring brings it back', async () => {
    const { organizationId, nodes } = world;
    const dora = world.join('Developer', 'Dora');
    const feed = await dora.client.changes.watch({ organizationId });
    await feed.next();
    const next = feed.next();
    expect((await admin.client.member.suspend({ memberId: dora.memberId })).suspendedAt).toMatch(
      /^\d{4}-.*Z$/,
    );
    await expect(next).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await dora.client.session.current()).organizations).toEqual([]);
    expect((await admin.client.member.restore({ memberId: dora.memberId })).suspendedAt).toBeUndefined();
    expect(world.holds(dora, 'service.update', nodes.web)).toBe(true);
    expect(world.lastEvent('member.restore')).toMatchObject({
      changes: [{ field: 'suspended', before: true, after: false }],
    });
  });

  it('R2: is lifted by nobody of the member’s level or below it', async () => {
    const { memberId } = world.join('Admin', 'Al');
    await world.owner.client.member.suspend({ memberId });
    world.custom('Lead', { level: 70, permissions: ['member.read', 'member.update'] });
    const { organizationId } = world;
    const change = { type: 'restore' as const };
    for (const { client } of [admin, world.join('Lead', 'Lea')]) {
      const tries = [
        () => client.member.restore({ memberId }),
        () => client.member.bulk({ organizationId, memberIds: [memberId], change }),
      ];
      for (const each of tries) await expect(each()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    expect((await admin.client.member.get({ memberId })).suspendedAt).toBeDefined();
  });

  it('stays what was changed meanwhile', async () => {
    const dora = world.join('Developer', 'Dora');
    await admin.client.member.suspend({ memberId: dora.memberId });
    await admin.client.member.setRole({ memberId: dora.memberId, roleId: world.roleId('Viewer') });
    expect(world.holds(dora, 'service.read', world.nodes.web)).toBe(false);
    await admin.client.member.restore({ memberId: dora.memberId });
    expect(world.holds(dora, 'service.read', world.nodes.web)).toBe(true);
    expect(world.holds(dora, 'service.update', world.nodes.web)).toBe(false);
  });
});
