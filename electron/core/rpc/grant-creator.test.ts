import { describe, expect, it } from 'vitest';
import { sql } from '#core/store/database.ts';
import { joinEach, openMemberWorld } from '#test/support/member-world.ts';

const world = openMemberWorld();
const mia = joinEach(world, 'Member', 'Mia');

const grantOf = async (nodeId: string) => {
  const grants = await world.owner.client.member.grants({ memberId: mia.memberId });
  return grants.find(({ scope }) => scope.nodeId === nodeId);
};

const builder = (): string =>
  world.custom('Builder', {
    level: 20,
    reach: 'granted',
    permissions: [
      'project.read',
      'environment.read',
      'environment.create',
      'service.read',
      'service.create',
      'service.update',
    ],
  });

describe('R12: whoever creates a thing by less than a role', () => {
  it('by an extra permission, gets a grant on it with their own role', async () => {
    const { organizationId, owner } = world;
    await owner.client.member.setExtras({ memberId: mia.memberId, permissions: ['project.create'] });
    const project = await mia.client.project.create({ organizationId, name: 'mine' });
    expect(await grantOf(project.id)).toMatchObject({ role: null, scope: { path: 'mine' }, givenBy: 'Mia' });
    expect(await mia.client.environment.list({ projectId: project.id })).toHaveLength(1);
    expect(world.holds(mia, 'project.read', world.nodes.shop)).toBe(false);
    // the right to create outlives nothing: without it no further one
    await owner.client.member.setExtras({ memberId: mia.memberId, permissions: [] });
    await expect(mia.client.project.create({ organizationId, name: 'more' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect((await mia.client.project.get({ projectId: project.id })).name).toBe('mine');
  });

  it('by a grant, gets one with the role and the end of that grant', async () => {
    const { owner, nodes } = world;
    const roleId = builder();
    const endsAt = new Date(Date.now() + 3_600_000).toISOString();
    await owner.client.member.changeGrants({
      memberId: mia.memberId,
      add: [{ nodeId: nodes.staging, roleId, endsAt }],
    });
    const service = await mia.client.service.create({ environmentId: nodes.staging, name: 'api' });
    expect(await grantOf(service.id)).toMatchObject({ role: { name: 'Builder' }, endsAt });
  });

  it('by a grant that filters by tags, gets one with its role and end, and not their own for good', async () => {
    const { owner, nodes, organizationId } = world;
    const ring = await owner.client.tagSet.create({ organizationId, name: 'Ring' });
    const { id: tagId } = await owner.client.tag.create({ tagSetId: ring.id, name: 'Canary' });
    await owner.client.tag.assign({ organizationId, nodeId: nodes.staging, tagIds: [tagId] });
    const endsAt = new Date(Date.now() + 3_600_000).toISOString();
    await owner.client.member.changeGrants({
      memberId: mia.memberId,
      add: [{ tagIds: [tagId], roleId: builder(), endsAt }],
    });
    const service = await mia.client.service.create({ environmentId: nodes.staging, name: 'api' });
    expect(await grantOf(service.id)).toMatchObject({ role: { name: 'Builder' }, endsAt });
    expect(world.holds(mia, 'deployment.create', service.id)).toBe(false);
  });

  it('by a team’s grant, gets one of their own, which stays when they leave the team', async () => {
    const { owner, nodes, organizationId } = world;
    const team = await owner.client.team.create({ organizationId, name: 'Crew' });
    await owner.client.team.changeGrants({
      teamId: team.id,
      add: [{ nodeId: nodes.shop, roleId: builder() }],
    });
    await owner.client.team.changeMembers({ teamId: team.id, add: [mia.memberId] });
    const environment = await mia.client.environment.create({ projectId: nodes.shop, name: 'mine' });
    await owner.client.team.changeMembers({ teamId: team.id, remove: [mia.memberId] });
    expect(world.holds(mia, 'service.create', environment.id)).toBe(true);
    expect(world.holds(mia, 'service.create', nodes.staging)).toBe(false);
  });

  it('gets it in the same transaction: neither comes without the other', async () => {
    const { owner, nodes, core } = world;
    await owner.client.member.changeGrants({
      memberId: mia.memberId,
      add: [{ nodeId: nodes.staging, roleId: builder() }],
    });
    await expect(
      mia.client.service.create({ environmentId: nodes.staging, name: 'web' }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    const { database } = core.services.store;
    expect(database.all(sql.selectFrom('access_grant').select('id'))).toHaveLength(1);
    database.connection.exec(
      "CREATE TEMP TRIGGER no_grant BEFORE INSERT ON access_grant BEGIN SELECT RAISE (ABORT, 'full'); END",
    );
    await expect(mia.client.service.create({ environmentId: nodes.staging, name: 'api' })).rejects.toThrow();
    expect(database.all(sql.selectFrom('node').select('id').where('name', '=', 'api'))).toEqual([]);
  });

  it('gets none where the role holds there anyway', async () => {
    const dora = world.join('Developer', 'Dora');
    const service = await dora.client.service.create({ environmentId: world.nodes.staging, name: 'api' });
    expect(await world.owner.client.member.grants({ memberId: dora.memberId })).toEqual([]);
    expect(service.name).toBe('api');
  });

  it('of a copy gets one on the whole of it, and needs to read the source', async () => {
    const { owner, nodes } = world;
    const roleId = builder();
    await owner.client.member.changeGrants({ memberId: mia.memberId, add: [{ nodeId: nodes.shop, roleId }] });
    const copy = await mia.client.environment.duplicate({
      environmentId: nodes.staging,
      projectId: nodes.shop,
      name: 'copy',
    });
    expect(await grantOf(copy.id)).toMatchObject({ role: { name: 'Builder' } });
    expect((await mia.client.service.list({ environmentId: copy.id })).map(({ name }) => name)).toEqual([
      'web',
    ]);
    expect(await owner.client.member.grants({ memberId: mia.memberId })).toHaveLength(2);
    await expect(
      mia.client.environment.duplicate({
        environmentId: nodes.blogProduction,
        projectId: nodes.shop,
        name: 'stolen',
      }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('R13: moving a service', () => {
  it('checks both ends', async () => {
    const { owner, nodes } = world;
    const roleId = builder();
    await owner.client.member.changeGrants({
      memberId: mia.memberId,
      add: [{ nodeId: nodes.staging, roleId }],
    });
    const move = (environmentId: string) => mia.client.service.move({ serviceId: nodes.web, environmentId });
    await expect(move(nodes.blogProduction)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await owner.client.member.changeGrants({
      memberId: mia.memberId,
      add: [{ nodeId: nodes.blogProduction, roleId: world.roleId('Viewer') }],
    });
    await expect(move(nodes.blogProduction)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'service.create', nodeId: nodes.blogProduction },
    });
    await owner.client.member.changeGrants({
      memberId: mia.memberId,
      add: [{ nodeId: nodes.production, roleId }],
    });
    expect((await move(nodes.production)).environmentId).toBe(nodes.production);
    await owner.client.member.changeGrants({
      memberId: mia.memberId,
      remove: [(await grantOf(nodes.production))?.id ?? ''],
    });
    await expect(move(nodes.staging)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
