import { describe, expect, it } from 'vitest';
import { sql } from '#core/store/database.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { joinEach, openMemberWorld, type Person, scriptOf } from '#test/support/member-world.ts';

const world = openMemberWorld();
const admin = joinEach(world, 'Admin', 'Ada');
const mia = joinEach(world, 'Member', 'Mia');

const forbidden = { code: 'FORBIDDEN' };

const events = (operation: string): number =>
  world.core.services.store.database.all(
    sql.selectFrom('audit_event').select('sequence').where('operation', '=', operation),
  ).length;

/** What the store says of a member; nothing of it may move by a refused change. */
const stateOf = async ({ memberId }: Person) => {
  const { member } = world.owner.client;
  const { role, extras } = await member.get({ memberId });
  return { role: role.name, extras, grants: await member.grants({ memberId }) };
};

/** An Admin's script that holds little, and may change those below the Admin. */
const ofLittle: Permission[] = ['member.read', 'member.update', 'role.read', 'project.read', 'service.read'];

/** Somebody whose role reaches nothing by itself, and a role that would hold more wherever they have a grant. */
const guest = (): Person => {
  world.custom('Guest', { level: 10, reach: 'granted', permissions: ['project.read', 'service.read'] });
  world.custom('Deployer', {
    level: 20,
    reach: 'granted',
    permissions: ['project.read', 'deployment.create'],
  });
  return world.join('Guest', 'Gus');
};

describe('a change of role, extras and grants together', () => {
  it('is saved as one, told as one event with before and after, and takes effect at once', async () => {
    const { nodes, roleId } = world;
    const { memberId } = mia;
    await admin.client.member.changeGrants({ memberId, add: [{ nodeId: nodes.blog }] });
    const [old] = await admin.client.member.grants({ memberId });
    const member = await admin.client.member.changeAccess({
      memberId,
      roleId: roleId('Viewer'),
      extras: ['project.create', 'audit.read'],
      grants: { add: [{ nodeId: nodes.shop, roleId: roleId('Developer') }], remove: [old?.id ?? ''] },
    });
    expect(member).toMatchObject({ role: { name: 'Viewer' }, extras: ['audit.read', 'project.create'] });
    expect(world.holds(mia, 'service.update', nodes.web)).toBe(true);
    expect(world.holds(mia, 'service.update', nodes.blogProduction)).toBe(false);
    expect(events('member.changeAccess')).toBe(1);
    expect(world.lastEvent('member.changeAccess')).toMatchObject({
      outcome: 'allowed',
      node_id: memberId,
      changes: [
        { field: 'role', before: 'Member', after: 'Viewer' },
        { field: 'extras', before: [], after: ['audit.read', 'project.create'] },
        { field: 'grant', before: { scope: 'blog', role: 'own role' }, after: null },
        { field: 'grant', before: null, after: { scope: 'shop', role: 'Developer' } },
      ],
    });
  });

  it('is announced to the member once', async () => {
    const feed = await mia.client.changes.watch({ organizationId: world.organizationId });
    await feed.next();
    const next = feed.next();
    const add = [{ nodeId: world.nodes.shop }];
    await admin.client.member.changeAccess({
      memberId: mia.memberId,
      extras: ['audit.read'],
      grants: { add },
    });
    const told = (await next).value as { kind: string; nodeId: string }[];
    expect(told.filter(({ kind, nodeId }) => kind === 'access' && nodeId === mia.memberId)).toHaveLength(1);
    await feed.return?.(undefined);
  });

  it('leaves nothing of it behind where a later part is refused', async () => {
    const { nodes, roleId, owner } = world;
    const { memberId } = mia;
    const before = await stateOf(mia);
    const good = { memberId, roleId: roleId('Viewer'), extras: ['audit.read' as const] };
    const grant = (added: { nodeId: string; endsAt?: string; roleId?: string }) => ({
      ...good,
      grants: { add: [{ nodeId: nodes.shop }, added] },
    });
    type Change = Parameters<typeof owner.client.member.changeAccess>[0];
    const wrongs: [Change, string][] = [
      [grant({ nodeId: nodes.shop }), 'CONFLICT'],
      [grant({ nodeId: nodes.blog, endsAt: '2020-01-01T00:00:00.000Z' }), 'INVALID_INPUT'],
      [grant({ nodeId: nodes.blog, roleId: roleId('Owner') }), 'FORBIDDEN'],
      [grant({ nodeId: 'prj_unknown' }), 'NOT_FOUND'],
      [{ ...good, grants: { remove: ['grt_unknown'] } }, 'NOT_FOUND'],
    ];
    for (const [input, code] of wrongs) {
      await expect(owner.client.member.changeAccess(input)).rejects.toMatchObject({ code });
      expect(await stateOf(mia)).toEqual(before);
    }
  });

  it('R14: refuses a grant of somebody else in it, and a role of another organization', async () => {
    const { nodes, owner } = world;
    const dora = world.join('Developer', 'Dora');
    await owner.client.member.changeGrants({ memberId: dora.memberId, add: [{ nodeId: nodes.shop }] });
    const [hers] = await owner.client.member.grants({ memberId: dora.memberId });
    const other = await owner.client.organization.create({ name: 'Elsewhere' });
    const [foreign] = await owner.client.role.list({ organizationId: other.id });
    const tries = [
      { roleId: world.roleId('Viewer'), grants: { remove: [hers?.id ?? ''] } },
      { extras: ['audit.read' as const], roleId: foreign?.id ?? '' },
    ];
    const before = await stateOf(mia);
    for (const each of tries) {
      await expect(
        owner.client.member.changeAccess({ memberId: mia.memberId, ...each }),
      ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await stateOf(mia)).toEqual(before);
  });

  it('R2: is refused for oneself, an equal and the Owner, whichever part it names', async () => {
    const otto = world.join('Admin', 'Otto');
    const parts = [
      { roleId: world.roleId('Viewer') },
      { extras: [] },
      { grants: { add: [{ nodeId: world.nodes.shop }] } },
      {},
    ];
    for (const { memberId } of [admin, otto, world.owner]) {
      for (const part of parts) {
        await expect(admin.client.member.changeAccess({ memberId, ...part })).rejects.toMatchObject(
          forbidden,
        );
      }
    }
    await expect(
      admin.client.member.changeAccess({
        memberId: mia.memberId,
        roleId: world.roleId('Admin'),
        extras: [],
      }),
    ).rejects.toMatchObject(forbidden);
  });
});

describe('R6: the whole difference is judged', () => {
  it('lets a role be given that only a grant taken with it would make too much', async () => {
    const { memberId } = guest();
    const client = await scriptOf(world, admin, ofLittle);
    const roleId = world.roleId('Deployer');
    await world.owner.client.member.changeGrants({ memberId, add: [{ nodeId: world.nodes.shop }] });
    await expect(client.member.changeAccess({ memberId, roleId })).rejects.toMatchObject(forbidden);
    await expect(client.member.setRole({ memberId, roleId })).rejects.toMatchObject(forbidden);
    const [grant] = await client.member.grants({ memberId });
    const changed = await client.member.changeAccess({
      memberId,
      roleId,
      grants: { remove: [grant?.id ?? ''] },
    });
    expect(changed).toMatchObject({ role: { name: 'Deployer' }, grantCount: 0 });
  });

  it('refuses a role and a grant that are harmless apart and too much together, and names the grant', async () => {
    const gus = guest();
    const { memberId } = gus;
    const client = await scriptOf(world, admin, ofLittle);
    const roleId = world.roleId('Deployer');
    const before = await stateOf(gus);
    const grants = { add: [{ nodeId: world.nodes.shop }] };
    expect((await client.member.preview({ memberId, roleId })).refusals).toEqual([]);
    expect((await client.member.preview({ memberId, grants })).refusals).toEqual([]);
    expect((await client.member.preview({ memberId, roleId, grants })).refusals).toMatchObject([
      { field: 'grants.add.0', permission: 'deployment.create' },
    ]);
    await expect(client.member.changeAccess({ memberId, roleId, grants })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'deployment.create', nodeId: world.nodes.shop },
    });
    expect(await stateOf(gus)).toEqual(before);
    expect(world.lastEvent('member.changeAccess')).toMatchObject({ outcome: 'refused', changes: [] });
  });

  it('refuses an extra permission that the actor lacks, although the role given with it holds it', async () => {
    const { memberId } = guest();
    const client = await scriptOf(world, admin, ofLittle);
    const wish = { memberId, roleId: world.roleId('Deployer'), extras: ['deployment.create' as const] };
    await expect(client.member.changeAccess(wish)).rejects.toMatchObject(forbidden);
    const preview = await client.member.preview(wish);
    expect(preview.refusals).toMatchObject([{ field: 'extras.deployment.create' }]);
  });
});
