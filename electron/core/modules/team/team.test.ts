import { beforeEach, describe, expect, it } from 'vitest';
import { teamGrantObjections } from '#core/access/giving/grants.ts';
import { planGrants } from '#core/access/giving/plan.ts';
import { joinEach, openMemberWorld, type Person } from '#test/support/member-world.ts';
import { foundBy } from '#test/support/strangers.ts';

const world = openMemberWorld();
const admin = joinEach(world, 'Admin', 'Ada');
const mia = joinEach(world, 'Member', 'Mia');
let teamId: string;
beforeEach(async () => {
  const { organizationId } = world;
  teamId = (await admin.client.team.create({ organizationId, name: 'Crew', description: 'On call' })).id;
});

const forbidden = { code: 'FORBIDDEN' };

describe('a team', () => {
  it('is created, renamed, listed and deleted; a second of its name is a conflict', async () => {
    const { organizationId } = world;
    await expect(admin.client.team.create({ organizationId, name: 'CREW' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await admin.client.team.update({ teamId, name: 'Night crew' });
    await admin.client.team.changeMembers({ teamId, add: [mia.memberId] });
    expect(await admin.client.team.list({ organizationId })).toMatchObject([
      {
        id: teamId,
        name: 'Night crew',
        description: 'On call',
        members: [{ name: 'Mia', role: 'Member', isYou: false }],
        grantCount: 0,
      },
    ]);
    await admin.client.team.delete({ teamId });
    expect(await admin.client.team.list({ organizationId })).toEqual([]);
    expect(world.lastEvent('team.delete')).toMatchObject({ detail: 'team “Night crew” deleted' });
  });

  it('gives its grants to whoever joins and takes them from whoever leaves, at once', async () => {
    const { nodes, organizationId } = world;
    await admin.client.team.changeGrants({ teamId, add: [{ nodeId: nodes.shop }] });
    const feed = await mia.client.changes.watch({ organizationId });
    await feed.next();
    const next = feed.next();
    await admin.client.team.changeMembers({ teamId, add: [mia.memberId] });
    expect((await next).value).toContainEqual(
      expect.objectContaining({ kind: 'access', nodeId: mia.memberId }),
    );
    expect(world.holds(mia, 'service.read', nodes.web)).toBe(true);
    expect(world.lastEvent('team.changeMembers')).toMatchObject({
      changes: [{ field: 'members', before: [], after: ['Mia'] }],
    });
    expect(await admin.client.member.grants({ memberId: mia.memberId })).toMatchObject([
      { scope: { path: 'shop' }, team: { id: teamId, name: 'Crew' } },
    ]);
    await admin.client.team.changeMembers({ teamId, remove: [mia.memberId] });
    expect(world.holds(mia, 'service.read', nodes.web)).toBe(false);
    await feed.return?.(undefined);
  });

  it('tells who would lose what before it is deleted', async () => {
    const { nodes } = world;
    await admin.client.team.changeGrants({
      teamId,
      add: [{ nodeId: nodes.staging, roleId: world.roleId('Viewer') }],
    });
    await admin.client.team.changeMembers({ teamId, add: [mia.memberId] });
    const [loss] = await admin.client.team.deletion({ teamId });
    expect(loss).toMatchObject({
      name: 'Mia',
      gains: 0,
      differences: [{ path: 'shop/staging', gained: [], lost: expect.arrayContaining(['service.read']) }],
    });
    await admin.client.team.delete({ teamId });
    expect(world.holds(mia, 'service.read', nodes.web)).toBe(false);
  });

  it('previews a change of grants and members for each whom it reaches', async () => {
    const { nodes } = world;
    const preview = await admin.client.team.preview({
      teamId,
      grants: { add: [{ nodeId: nodes.shop }] },
      members: { add: [mia.memberId, world.owner.memberId] },
    });
    expect(preview.map(({ name }) => name).sort()).toEqual(['Mia', 'Olive Owner']);
    expect(preview[0]?.refusals).toMatchObject([{ field: `members.add.${world.owner.memberId}` }]);
    expect(world.holds(mia, 'service.read', nodes.web)).toBe(false);
  });
});

describe('R6 through a team', () => {
  const lead = (): Person => {
    world.custom('Lead', {
      level: 60,
      permissions: ['member.read', 'team.read', 'team.update', 'team.delete', 'project.read'],
    });
    return world.join('Lead', 'Lee');
  };

  it('adds nobody to a team that has more than one holds oneself', async () => {
    await admin.client.team.changeGrants({ teamId, add: [{ nodeId: world.nodes.shop }] });
    const lee = lead();
    const add = lee.client.team.changeMembers({ teamId, add: [mia.memberId] });
    await expect(add).rejects.toMatchObject({ ...forbidden, data: { nodeId: world.nodes.shop } });
    expect(world.holds(mia, 'service.read', world.nodes.web)).toBe(false);
  });

  it('gives a team nothing that one lacks, whoever of its members would gain', async () => {
    const lee = lead();
    await lee.client.team.changeMembers({ teamId, add: [mia.memberId] });
    await expect(
      lee.client.team.changeGrants({ teamId, add: [{ nodeId: world.nodes.shop }] }),
    ).rejects.toMatchObject(forbidden);
    expect(
      await lee.client.team.preview({ teamId, grants: { add: [{ nodeId: world.nodes.shop }] } }),
    ).toMatchObject([{ name: 'Mia', refusals: [{ field: 'grants.add.0' }] }]);
  });

  it('gives an empty team no role that one does not hold there', async () => {
    const lee = lead();
    const { store } = world.core.services;
    const add = [{ nodeId: world.nodes.shop, roleId: world.roleId('Developer') }];
    const plan = planGrants(store, { memberId: null, teamId }, { add, update: [], remove: [] });
    const found = teamGrantObjections(
      { store, caller: { subject: lee.accountId } },
      world.organizationId,
      plan,
    );
    expect(found.map(({ field }) => field)).toEqual(['add.0']);
  });

  it('judges a new role of a member by what it makes of their teams’ grants', async () => {
    const { nodes } = world;
    await admin.client.team.changeGrants({ teamId, add: [{ nodeId: nodes.shop }] });
    await admin.client.team.changeMembers({ teamId, add: [mia.memberId] });
    const preview = await admin.client.member.preview({
      memberId: mia.memberId,
      roleId: world.roleId('Viewer'),
    });
    const onShop = preview.differences.find(({ path }) => path === 'shop');
    expect(onShop?.lost).toContain('deployment.create');
  });
});

describe('a team with somebody of one’s own level in it', () => {
  it('is changed and deleted only by who is above', async () => {
    const otto = world.join('Admin', 'Otto');
    await world.owner.client.team.changeMembers({ teamId, add: [otto.memberId, mia.memberId] });
    const tries = [
      () => admin.client.team.changeGrants({ teamId, add: [{ nodeId: world.nodes.shop }] }),
      () => admin.client.team.changeMembers({ teamId, remove: [otto.memberId] }),
      () => admin.client.team.delete({ teamId }),
    ];
    for (const each of tries) await expect(each()).rejects.toMatchObject(forbidden);
    expect((await admin.client.team.get({ teamId })).refusal).toMatch(/level 80/);
    expect((await world.owner.client.team.get({ teamId })).refusal).toBeUndefined();
    await world.owner.client.team.delete({ teamId });
  });
});

describe('R14: ids in a list', () => {
  it('of another organization spoil the whole, beside own ones', async () => {
    const rival = world.join('Member', 'Rival');
    const other = await foundBy(world.core, rival.accountId);
    await expect(
      admin.client.team.changeMembers({ teamId, add: [mia.memberId, other.memberId] }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const theirs = await rival.client.team.create({ organizationId: other.id, name: 'Theirs' });
    for (const change of [
      { type: 'teams' as const, join: [teamId, theirs.id] },
      { type: 'teams' as const, leave: [theirs.id] },
    ]) {
      await expect(
        admin.client.member.bulk({
          organizationId: world.organizationId,
          memberIds: [mia.memberId],
          change,
        }),
      ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    await expect(
      admin.client.member.preview({ memberId: mia.memberId, teamIds: [teamId, theirs.id] }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await admin.client.team.get({ teamId })).members).toEqual([]);
  });
});

describe('R15: a team', () => {
  it('shows neither members nor scopes that the reader may not read', async () => {
    await admin.client.team.changeMembers({ teamId, add: [mia.memberId] });
    await admin.client.team.changeGrants({ teamId, add: [{ nodeId: world.nodes.staging }] });
    world.custom('Outsider', { level: 20, permissions: ['team.read'] });
    const out = world.join('Outsider', 'Otis');
    expect((await out.client.team.get({ teamId })).members).toEqual([]);
    const [grant] = await out.client.team.grants({ teamId });
    expect(grant?.scope).toEqual({ kind: 'environment', path: null });
  });
});
