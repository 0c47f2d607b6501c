import { describe, expect, it } from 'vitest';
import { termObjections } from '#core/access/giving/grants.ts';
import { planGrants } from '#core/access/giving/plan.ts';
import { sql } from '#core/store/database.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { joinEach, openMemberWorld, type Person } from '#test/support/member-world.ts';
import { fakeClock } from '#test/support/people.ts';

const clock = fakeClock();
const world = openMemberWorld({ now: clock.now });
const admin = joinEach(world, 'Admin', 'Ada');
const mia = joinEach(world, 'Member', 'Mia');

const hour = 3_600_000;
const forbidden = { code: 'FORBIDDEN' };

/** Somebody who may change members and roles' grants, but holds little else: a custom role cannot see roles. */
const lead = (permissions: readonly Permission[], name = 'Lead'): Person => {
  world.custom(name, {
    level: 60,
    permissions: ['member.read', 'member.update', 'team.read', ...permissions],
  });
  return world.join(name, `${name} Person`);
};

describe('R6: nobody grants what they do not hold', () => {
  it('by a grant without a role, which gives the member’s own role there', async () => {
    const some = lead(['project.read', 'environment.read', 'service.read']);
    const add = [{ nodeId: world.nodes.shop }];
    await expect(some.client.member.changeGrants({ memberId: mia.memberId, add })).rejects.toMatchObject({
      ...forbidden,
      data: { nodeId: world.nodes.shop },
    });
    expect(world.lastEvent('member.changeGrants')).toMatchObject({ outcome: 'refused' });
  });

  it('by the end of a grant, made later by one who does not hold what it gives', async () => {
    const some = lead(['project.read']);
    const end = clock.ahead(hour);
    const [grant] = await admin.client.member.changeGrants({
      memberId: mia.memberId,
      add: [{ nodeId: world.nodes.shop, endsAt: end }],
    });
    const update = (endsAt: string | null) => [{ grantId: grant?.id ?? '', endsAt }];
    for (const endsAt of [null, clock.ahead(2 * hour)]) {
      await expect(
        some.client.member.changeGrants({ memberId: mia.memberId, update: update(endsAt) }),
      ).rejects.toMatchObject(forbidden);
    }
    // to take is not to give
    const shorter = clock.ahead(hour / 2);
    const after = await some.client.member.changeGrants({
      memberId: mia.memberId,
      update: update(shorter),
    });
    expect(after[0]).toMatchObject({ endsAt: shorter });
    expect(
      await some.client.member.changeGrants({ memberId: mia.memberId, remove: [grant?.id ?? ''] }),
    ).toEqual([]);
  });

  it('by a grant that hides behind one that ends tomorrow', async () => {
    const some = lead(['project.read', 'environment.read']);
    const { shop, staging } = world.nodes;
    await admin.client.member.changeGrants({
      memberId: mia.memberId,
      add: [{ nodeId: shop, endsAt: clock.ahead(hour) }],
    });
    await expect(
      some.client.member.changeGrants({ memberId: mia.memberId, add: [{ nodeId: staging }] }),
    ).rejects.toMatchObject(forbidden);
  });

  it('by a role in a grant, even to somebody who holds it all already', async () => {
    world.custom('Deployer', { level: 10, reach: 'granted', permissions: ['deployment.create'] });
    const { core, organizationId } = world;
    const some = lead(['project.read']);
    // No custom role reads roles; the right to give is enough to name one.
    const { access } = core.services.store;
    const dora = world.join('Developer', 'Dora');
    const roleId = world.roleId('Deployer');
    expect(access.canSee(some.accountId, roleId)).toBe(false);
    await expect(
      some.client.member.changeGrants({
        memberId: dora.memberId,
        add: [{ nodeId: world.nodes.shop, roleId }],
      }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN', data: { permission: 'deployment.create' } });
    const plan = planGrants(
      core.services.store,
      { memberId: dora.memberId, teamId: null },
      { add: [{ nodeId: world.nodes.shop, roleId }], update: [], remove: [] },
    );
    const found = termObjections(
      { store: core.services.store, caller: { subject: some.accountId } },
      organizationId,
      plan,
    );
    expect(found).toMatchObject([{ field: 'add.0', error: { data: { permission: 'deployment.create' } } }]);
  });

  it('by an extra permission, even one that the member’s role holds already', async () => {
    const some = lead(['project.read']);
    const dora = world.join('Developer', 'Dora');
    await expect(
      some.client.member.setExtras({ memberId: dora.memberId, permissions: ['deployment.create'] }),
    ).rejects.toMatchObject({ ...forbidden, data: { permission: 'deployment.create' } });
    const changed = await some.client.member.setExtras({
      memberId: dora.memberId,
      permissions: ['project.read'],
    });
    expect(changed.extras).toEqual(['project.read']);
  });

  it('by a tag filter without holding it everywhere: tags move later', async () => {
    const { core, organizationId, nodes } = world;
    const tagId = core.services.store.write((tx) => {
      const set = tx.createNode({ kind: 'tagSet', parentId: organizationId, name: 'Ring' });
      tx.database.run(
        sql.insertInto('tag_set').values({ id: set, position: 0, type: 'multi', created_at: tx.now }),
      );
      const tag = tx.createNode({ kind: 'tag', parentId: set, name: 'Canary' });
      tx.database.run(sql.insertInto('tag').values({ id: tag, color: 'gray', position: 0 }));
      tx.database.run(sql.insertInto('node_tag').values({ node_id: nodes.blog, tag_id: tag }));
      tx.afterCommit((access) => access.setTags(nodes.blog, [tag]));
      return tag;
    });
    world.custom('Local', { level: 60, reach: 'granted', permissions: [] });
    const local = world.join('Local', 'Lou');
    await world.owner.client.member.setExtras({
      memberId: local.memberId,
      permissions: ['member.read', 'member.update', 'tag.read', 'tagSet.read'],
    });
    await world.owner.client.member.changeGrants({
      memberId: local.memberId,
      add: [{ nodeId: nodes.blog, roleId: world.roleId('Admin') }],
    });
    const byNode = { memberId: mia.memberId, add: [{ nodeId: nodes.blog }] };
    expect(
      await local.client.member.preview({ memberId: mia.memberId, grants: { add: byNode.add } }),
    ).toMatchObject({ refusals: [] });
    await expect(
      local.client.member.changeGrants({ memberId: mia.memberId, add: [{ tagIds: [tagId] }] }),
    ).rejects.toMatchObject({ ...forbidden, data: { nodeId: organizationId } });
    const [grant] = await admin.client.member.changeGrants({
      memberId: mia.memberId,
      add: [{ tagIds: [tagId] }],
    });
    expect(grant).toMatchObject({ scope: { kind: 'tags', path: 'Ring: Canary', tagIds: [tagId] } });
    expect(world.holds(mia, 'project.read', nodes.blog)).toBe(true);
  });
});

describe('R4: the role Owner', () => {
  it('is refused by every call', async () => {
    const roleId = world.roleId('Owner');
    const { owner, organizationId, nodes } = world;
    const memberId = mia.memberId;
    const person = {
      organizationId,
      name: 'Eve',
      email: 'eve@example.com',
      password: 'correct horse battery',
    };
    const team = await owner.client.team.create({ organizationId, name: 'Crew' });
    for (const { client } of [owner, admin]) {
      const tries = [
        () => client.member.setRole({ memberId, roleId }),
        () => client.member.create({ ...person, roleId }),
        () => client.member.changeGrants({ memberId, add: [{ nodeId: nodes.shop, roleId }] }),
        () => client.team.changeGrants({ teamId: team.id, add: [{ nodeId: nodes.shop, roleId }] }),
        () => client.member.bulk({ organizationId, memberIds: [memberId], change: { type: 'role', roleId } }),
      ];
      for (const each of tries) await expect(each()).rejects.toMatchObject(forbidden);
      expect((await client.member.preview({ memberId, roleId })).refusals).toMatchObject([
        { field: 'roleId', permission: 'organization.transfer' },
      ]);
    }
  });
});

describe('nobody promotes themselves', () => {
  it('by role, grant, extra, team or bulk', async () => {
    const { organizationId, nodes, owner } = world;
    const { client, memberId } = admin;
    const crew = await owner.client.team.create({ organizationId, name: 'Crew' });
    await owner.client.team.changeMembers({ teamId: crew.id, add: [memberId] });
    const other = await client.team.create({ organizationId, name: 'Other' });
    const roleId = world.roleId('Developer');
    const tries = [
      () => client.member.setRole({ memberId, roleId }),
      () => client.member.setExtras({ memberId, permissions: ['audit.read'] }),
      () => client.member.changeGrants({ memberId, add: [{ nodeId: nodes.shop }] }),
      () =>
        client.member.bulk({
          organizationId,
          memberIds: [mia.memberId, memberId],
          change: { type: 'role', roleId },
        }),
      () =>
        client.member.bulk({
          organizationId,
          memberIds: [memberId],
          change: { type: 'extras', add: ['audit.read'] },
        }),
      () =>
        client.member.bulk({
          organizationId,
          memberIds: [memberId],
          change: { type: 'teams', join: [other.id] },
        }),
      () => client.team.changeMembers({ teamId: other.id, add: [mia.memberId, memberId] }),
      () => client.team.changeGrants({ teamId: crew.id, add: [{ nodeId: nodes.shop, roleId }] }),
      () => client.team.changeMembers({ teamId: crew.id, remove: [memberId] }),
      () => client.team.delete({ teamId: crew.id }),
    ];
    for (const each of tries) await expect(each()).rejects.toMatchObject(forbidden);
    expect((await client.member.get({ memberId: mia.memberId })).role.name).toBe('Member');
  });
});
