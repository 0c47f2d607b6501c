import { describe, expect, it } from 'vitest';
import type { Permission } from '#shared/model/permissions.ts';
import type { TestClient } from '#test/support/create-test-core.ts';
import { keyClient } from '#test/support/key-client.ts';
import { joinEach, openMemberWorld } from '#test/support/member-world.ts';

const world = openMemberWorld();
const mia = joinEach(world, 'Member', 'Mia');

const reader = (permissions: readonly Permission[], level = 10): TestClient => {
  world.custom('Reader', { level, permissions });
  return world.join('Reader', 'Rita').client;
};

/** Mia has `shop` by a team and by a tag. */
const giveByTeamAndTag = async (): Promise<void> => {
  const { organizationId, owner, nodes } = world;
  const viewer = world.roleId('Viewer');
  const team = await owner.client.team.create({ organizationId, name: 'Night Watch' });
  await owner.client.team.changeGrants({ teamId: team.id, add: [{ nodeId: nodes.shop, roleId: viewer }] });
  await owner.client.team.changeMembers({ teamId: team.id, add: [mia.memberId] });
  const set = await owner.client.tagSet.create({ organizationId, name: 'Ring' });
  const tag = await owner.client.tag.create({ tagSetId: set.id, name: 'Canary' });
  await owner.client.tag.assign({ organizationId, nodeId: nodes.shop, tagIds: [tag.id] });
  await owner.client.member.changeGrants({
    memberId: mia.memberId,
    add: [{ tagIds: [tag.id], roleId: viewer }],
  });
};

describe('R15: what is told about access names', () => {
  it('no team and no tag that the reader may not read, and both to whoever may', async () => {
    const { organizationId, owner, nodes } = world;
    await giveByTeamAndTag();
    const question = {
      organizationId,
      memberId: mia.memberId,
      permission: 'project.read',
      nodeId: nodes.shop,
    } as const;
    const rita = reader(['member.read', 'project.read']);
    const seen = JSON.stringify([
      await rita.access.explain(question),
      await rita.access.matrix({ memberId: mia.memberId }),
      await rita.access.onNode({ organizationId, nodeId: nodes.shop }),
      await rita.access.review({ organizationId }),
    ]);
    expect(seen).toContain('By a grant of a team on project “shop”');
    expect(seen).not.toMatch(/Night Watch|Canary|Ring/);
    expect(JSON.stringify(await owner.client.access.explain(question))).toMatch(/Night Watch.*Ring\/Canary/);
  });

  it('to a member the team that they are in', async () => {
    const { organizationId, nodes } = world;
    await giveByTeamAndTag();
    const own = await mia.client.access.explain({
      organizationId,
      permission: 'project.read',
      nodeId: nodes.shop,
    });
    expect(own.by.map(({ team }) => team?.name)).toContain('Night Watch');
  });

  it('of the holders of a role no scope and no team that the reader may not see', async () => {
    const { core, organizationId, owner, nodes } = world;
    const roleId = world.custom('Builder', { level: 10, reach: 'granted', permissions: ['project.read'] });
    const team = await owner.client.team.create({ organizationId, name: 'Night Watch' });
    await owner.client.team.changeGrants({ teamId: team.id, add: [{ nodeId: nodes.shop, roleId }] });
    const { secret } = await owner.client.apiKey.create({
      organizationId,
      name: 'narrow',
      expiresInDays: '1',
      permissions: ['api.read', 'role.read', 'member.read'],
    });
    expect((await keyClient(core, secret).role.holders({ roleId })).grants).toMatchObject([
      { holder: 'a team', scope: 'a place that you may not see' },
    ]);
    expect((await owner.client.role.holders({ roleId })).grants).toMatchObject([
      { holder: 'team Night Watch', scope: 'shop' },
    ]);
  });

  it('of what one lacks no place that one may not see', async () => {
    const { organizationId, owner, nodes } = world;
    const roleId = world.roleId('Viewer');
    const team = await owner.client.team.create({ organizationId, name: 'Crew' });
    await owner.client.team.changeGrants({ teamId: team.id, add: [{ nodeId: nodes.shop, roleId }] });
    const joining = { teamId: team.id, add: [mia.memberId] };
    const refusal = (client: TestClient): Promise<unknown> =>
      client.team.changeMembers(joining).catch((error: unknown) => error);
    const blind: Permission[] = ['member.read', 'member.update', 'team.read', 'team.update'];
    const rita = reader(blind, 60);
    const previews = await rita.team.preview({ teamId: team.id, members: { add: [mia.memberId] } });
    expect(previews[0]?.refusals).toMatchObject([
      { reason: expect.stringContaining('a place that you cannot see') },
    ]);
    const told = await refusal(rita);
    expect(told).toMatchObject({ code: 'FORBIDDEN', data: { permission: 'project.read' } });
    const event = world.lastEvent('team.changeMembers');
    expect(JSON.stringify([told, String(told), previews, event?.detail])).not.toMatch(
      RegExp(`shop|${nodes.shop}`),
    );
    world.custom('Seeing', { level: 60, permissions: [...blind, 'project.read'] });
    const sid = world.join('Seeing', 'Sid').client;
    expect(await refusal(sid)).toMatchObject({
      data: { nodeId: nodes.shop, wouldGrant: expect.stringContaining('“shop”') },
    });
  });

  it('by the uses of a tag no place that one only passes on the way to a grant', async () => {
    const { organizationId, owner, nodes } = world;
    await giveByTeamAndTag();
    world.custom('Tagger', { level: 10, permissions: ['tag.read', 'tagSet.read'] });
    const tess = world.join('Tagger', 'Tess');
    await owner.client.member.changeGrants({
      memberId: tess.memberId,
      add: [{ nodeId: nodes.staging, roleId: world.roleId('Viewer') }],
    });
    const usesFor = async (client: TestClient) =>
      (await client.tagSet.list({ organizationId })).flatMap(({ tags }) => tags.map(({ uses }) => uses));
    expect(await usesFor(tess.client)).toEqual([0]);
    expect(await usesFor(owner.client)).toEqual([1]);
  });

  it('of what a deletion takes with it no service that the reader may not see', async () => {
    const { core, owner, nodes } = world;
    Object.assign(core.services.deployments, {
      runningBelow: () => [{ serviceId: nodes.web, server: 'srv', what: 'service “web”, 1 replica' }],
    });
    const rita = reader(['project.read', 'project.delete']);
    expect(await rita.project.deletion({ projectId: nodes.shop })).toMatchObject({
      contains: [],
      remote: [],
    });
    expect((await owner.client.project.deletion({ projectId: nodes.shop })).remote).toHaveLength(1);
  });
});
