import { describe, expect, it } from 'vitest';
import { sql } from '#core/store/database.ts';
import { joinEach, openMemberWorld } from '#test/support/member-world.ts';
import { fakeClock } from '#test/support/people.ts';
import { foundBy } from '#test/support/strangers.ts';

const clock = fakeClock();
const world = openMemberWorld({ now: clock.now });
const admin = joinEach(world, 'Admin', 'Ada');
const mia = joinEach(world, 'Member', 'Mia');

const hour = 3_600_000;

describe('changing the grants of a member', () => {
  it('opens the scope and all below it, at once, and is told in the audit trail', async () => {
    const { shop, staging, web, blog } = world.nodes;
    const endsAt = clock.ahead(hour);
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
      update: [{ grantId: first?.id ?? '', endsAt: clock.ahead(hour) }],
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
    clock.pass(hour);
    world.core.services.store.access.advance();
    expect(world.holds(mia, 'project.read', shop)).toBe(false);
    expect(world.holds(mia, 'service.update', web)).toBe(true);
    expect((await admin.client.member.grants({ memberId: mia.memberId }))[0]).toMatchObject({ isOver: true });
  });

  it('refuses a second grant of the same role on the same scope, also where the first has ended', async () => {
    const { shop } = world.nodes;
    const add = [{ nodeId: shop, endsAt: clock.ahead(hour) }];
    await admin.client.member.changeGrants({ memberId: mia.memberId, add });
    clock.pass(2 * hour);
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
    for (const endsAt of [clock.ahead(0), clock.ahead(-1)]) {
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
    const other = await foundBy(world.core, rival.accountId);
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
