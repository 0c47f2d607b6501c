import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '#core/store/database.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { type MemberWorld, openMemberWorld, type Person } from '#test/support/member-world.ts';

let world: MemberWorld;
let admin: Person;
let mia: Person;
let now = Date.parse('2026-11-21T12:00:00Z');
beforeEach(async () => {
  now = Date.parse('2026-11-21T12:00:00Z');
  world = await openMemberWorld({ now: () => now });
  admin = world.join('Admin', 'Ada');
  mia = world.join('Member', 'Mia');
});
afterEach(() => world.core.close());

const hour = 3_600_000;
const instant = (at: number): string => new Date(at).toISOString();
const forbidden = { code: 'FORBIDDEN' };

/** Somebody who may change members and roles' grants, but holds little else: a custom role cannot see roles. */
const lead = (permissions: readonly Permission[], name = 'Lead'): Person => {
  world.custom(name, {
    level: 60,
    permissions: ['member.read', 'member.update', 'team.read', ...permissions],
  });
  return world.join(name, `${name} Person`);
};

describe('changing the grants of a member', () => {
  it('opens the scope and all below it, at once, and is told in the audit trail', async () => {
    const { shop, staging, web, blog } = world.nodes;
    const endsAt = instant(now + hour);
    const grants = await admin.client.member.changeGrants({
      memberId: mia.memberId,
      add: [{ nodeId: staging, roleId: world.roleId('Developer'), endsAt }, { nodeId: blog }],
    });
    expect(grants).toMatchObject([
      {
        scope: { kind: 'environment', nodeId: staging, path: 'shop/staging' },
        role: { name: 'Developer' },
        endsAt,
        isOver: false,
        givenBy: 'Ada',
      },
      { scope: { kind: 'project', path: 'blog' }, role: null },
    ]);
    expect(world.holds(mia, 'service.update', web)).toBe(true);
    expect(world.holds(mia, 'project.read', shop)).toBe(false);
    expect(world.lastEvent('member.changeGrants')).toMatchObject({
      changes: [
        { field: 'grant', before: null, after: { scope: 'shop/staging', role: 'Developer', until: endsAt } },
        { field: 'grant', before: null, after: { scope: 'blog', role: 'own role' } },
      ],
    });
  });

  it('changes and takes in the same transaction, all or nothing', async () => {
    const { shop, staging, web, blog } = world.nodes;
    const [first, second] = await admin.client.member.changeGrants({
      memberId: mia.memberId,
      add: [{ nodeId: shop }, { nodeId: blog }],
    });
    const change = {
      memberId: mia.memberId,
      add: [{ nodeId: staging, roleId: world.roleId('Developer') }],
      update: [{ grantId: first?.id ?? '', endsAt: instant(now + hour) }],
      remove: [second?.id ?? ''],
    };
    const wrong = { ...change, add: [...change.add, { nodeId: shop }] };
    await expect(admin.client.member.changeGrants(wrong)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await admin.client.member.grants({ memberId: mia.memberId })).toMatchObject([
      { id: first?.id },
      { id: second?.id },
    ]);
    const after = await admin.client.member.changeGrants(change);
    expect(after.map(({ scope }) => scope.path)).toEqual(['shop', 'shop/staging']);
    expect(world.holds(mia, 'project.read', blog)).toBe(false);
    now += hour;
    world.core.services.store.access.advance();
    expect(world.holds(mia, 'project.read', shop)).toBe(false);
    expect(world.holds(mia, 'service.update', web)).toBe(true);
    expect((await admin.client.member.grants({ memberId: mia.memberId }))[0]).toMatchObject({ isOver: true });
  });

  it('refuses a second grant of the same role on the same scope, also where the first has ended', async () => {
    const { shop } = world.nodes;
    const add = [{ nodeId: shop, endsAt: instant(now + hour) }];
    await admin.client.member.changeGrants({ memberId: mia.memberId, add });
    now += 2 * hour;
    const again = admin.client.member.changeGrants({ memberId: mia.memberId, add: [{ nodeId: shop }] });
    await expect(again).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'add.0', reason: expect.stringMatching(/has ended; give it another end/) },
    });
    const twins = [{ nodeId: world.nodes.blog }, { nodeId: world.nodes.blog }];
    await expect(
      admin.client.member.changeGrants({ memberId: mia.memberId, add: twins }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('refuses an end that is not ahead', async () => {
    for (const endsAt of [instant(now), instant(now - 1)]) {
      const add = [{ nodeId: world.nodes.shop, endsAt }];
      await expect(admin.client.member.changeGrants({ memberId: mia.memberId, add })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        data: { issues: [{ path: 'add.0.endsAt' }] },
      });
    }
  });

  it('refuses neither and both of a node and tags', async () => {
    for (const add of [[{}], [{ nodeId: world.nodes.shop, tagIds: ['tag_1'] }]]) {
      await expect(admin.client.member.changeGrants({ memberId: mia.memberId, add })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      });
    }
  });
});

describe('R14: an id of a grant', () => {
  it('of another member answers as an unknown one, whatever stands beside it', async () => {
    const max = world.join('Member', 'Max');
    const [theirs] = await admin.client.member.changeGrants({
      memberId: max.memberId,
      add: [{ nodeId: world.nodes.shop }],
    });
    const [own] = await admin.client.member.changeGrants({
      memberId: mia.memberId,
      add: [{ nodeId: world.nodes.shop }],
    });
    const tries = [
      { memberId: mia.memberId, remove: [own?.id ?? '', theirs?.id ?? ''] },
      { memberId: mia.memberId, update: [{ grantId: theirs?.id ?? '', endsAt: null }] },
      { memberId: mia.memberId, remove: [own?.id ?? '', 'grt_00000000000000000000000000'] },
    ];
    for (const input of tries) {
      await expect(admin.client.member.changeGrants(input)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await admin.client.member.grants({ memberId: mia.memberId })).toHaveLength(1);
  });

  it('of another organization’s node, role or member is unknown, beside own ones too', async () => {
    const rival = world.join('Member', 'Rival');
    const other = await rival.client.organization.create({ name: 'Rivals' });
    const project = await rival.client.project.create({ organizationId: other.id, name: 'Secret' });
    const role = world.core.services.store.database.first(
      sql.selectFrom('node').select('id').where('parent_id', '=', other.id).where('name', '=', 'Viewer'),
    );
    const add = [{ nodeId: world.nodes.shop }, { nodeId: project.id }];
    await expect(admin.client.member.changeGrants({ memberId: mia.memberId, add })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    // also for one who is in both organizations
    const both = { memberId: mia.memberId, add: [{ nodeId: world.nodes.shop, roleId: role?.id ?? '' }] };
    await expect(admin.client.member.changeGrants(both)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(
      rival.client.member.bulk({
        organizationId: other.id,
        memberIds: [other.memberId, rival.memberId],
        change: { type: 'suspend' },
      }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await admin.client.member.grants({ memberId: mia.memberId })).toEqual([]);
  });
});

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
    const end = instant(now + hour);
    const [grant] = await admin.client.member.changeGrants({
      memberId: mia.memberId,
      add: [{ nodeId: world.nodes.shop, endsAt: end }],
    });
    const update = (endsAt: string | null) => [{ grantId: grant?.id ?? '', endsAt }];
    for (const endsAt of [null, instant(now + 2 * hour)]) {
      await expect(
        some.client.member.changeGrants({ memberId: mia.memberId, update: update(endsAt) }),
      ).rejects.toMatchObject(forbidden);
    }
    // to take is not to give
    const shorter = instant(now + hour / 2);
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
      add: [{ nodeId: shop, endsAt: instant(now + hour) }],
    });
    await expect(
      some.client.member.changeGrants({ memberId: mia.memberId, add: [{ nodeId: staging }] }),
    ).rejects.toMatchObject(forbidden);
  });

  it('by a role in a grant, even to somebody who holds it all already', async () => {
    world.custom('Deployer', { level: 10, reach: 'granted', permissions: ['deployment.create'] });
    const { core, organizationId } = world;
    const some = lead(['project.read']);
    // Lets the custom role see roles, which none does by itself: so the rule has to hold without that.
    const { access } = core.services.store;
    const dora = world.join('Developer', 'Dora');
    const roleId = world.roleId('Deployer');
    expect(access.canSee(some.accountId, roleId)).toBe(false);
    await expect(
      some.client.member.changeGrants({
        memberId: dora.memberId,
        add: [{ nodeId: world.nodes.shop, roleId }],
      }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { planGrants, termObjections } = await import('./index.ts');
    const plan = planGrants(
      core.services.store,
      { memberId: dora.memberId, teamId: null },
      { add: [{ nodeId: world.nodes.shop, roleId }], update: [], remove: [] },
    );
    const found = termObjections(core.services.store, { subject: some.accountId }, organizationId, plan);
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
