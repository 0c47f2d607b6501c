import { describe, expect, it } from 'vitest';
import { builtInRoles } from '#shared/model/roles.ts';
import { openMemberWorld, scriptOf } from '#test/support/member-world.ts';

const world = openMemberWorld();
const names = Object.values(builtInRoles).flatMap(({ name }) => (name === 'Owner' ? [] : [name]));

describe('R19: everybody reads their own membership', () => {
  it.each(names)('as %s: row, permissions, grants, teams, keys and requests', async (role) => {
    const { organizationId, owner, nodes } = world;
    const { client, memberId } = world.join(role, 'Mia');
    const team = await owner.client.team.create({ organizationId, name: 'Crew' });
    const add = [{ nodeId: nodes.blog }];
    await owner.client.team.changeGrants({ teamId: team.id, add });
    await owner.client.team.changeMembers({ teamId: team.id, add: [memberId] });
    expect(await client.member.get({ memberId })).toMatchObject({
      isYou: true,
      role: { name: role },
      teams: [{ name: 'Crew' }],
    });
    expect(await client.member.grants({ memberId })).toMatchObject([
      { scope: { path: 'blog' }, team: { name: 'Crew' } },
    ]);
    expect((await client.access.matrix({ memberId })).memberId).toBe(memberId);
    expect((await client.access.matrixCsv({ memberId })).text).toMatch(/project/);
    expect(await client.organization.get({ organizationId })).toEqual((await client.organization.list())[0]);
    expect(await client.apiKey.list({ organizationId })).toEqual([]);
    expect(await client.access.requests({ organizationId })).toEqual([]);
  });

  it('and nobody else’s', async () => {
    const mia = world.join('Developer', 'Mia');
    const max = world.join('Developer', 'Max');
    for (const each of ['get', 'grants'] as const) {
      await expect(mia.client.member[each]({ memberId: max.memberId })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    }
    await expect(mia.client.access.matrix({ memberId: max.memberId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('but a key reads of its holder only what it may read', async () => {
    const { owner, organizationId } = world;
    const script = await scriptOf(world, owner, ['api.read']);
    await expect(script.member.get({ memberId: owner.memberId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    const own = (await script.session.current()).organizations.find(({ id }) => id === organizationId);
    expect(own?.permissions).toEqual(['api.read']);
  });
});
