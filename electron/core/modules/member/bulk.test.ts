import { beforeEach, describe, expect, it } from 'vitest';
import { joinEach, openMemberWorld, type Person } from '#test/support/member-world.ts';

const world = openMemberWorld();
const admin = joinEach(world, 'Admin', 'Ada');
let people: Person[];
let memberIds: string[];
beforeEach(async () => {
  people = ['Dora', 'Dino', 'Dana'].map((name) => world.join('Developer', name));
  memberIds = people.map(({ memberId }) => memberId);
});

const roles = async (): Promise<string[]> =>
  (await admin.client.member.list({ organizationId: world.organizationId }))
    .filter(({ id }) => memberIds.includes(id))
    .map(({ role }) => role.name);

describe('a bulk change', () => {
  it('changes the role of many in one transaction, told as one event', async () => {
    const { organizationId } = world;
    await admin.client.member.bulk({
      organizationId,
      memberIds,
      change: { type: 'role', roleId: world.roleId('Viewer') },
    });
    expect(await roles()).toEqual(['Viewer', 'Viewer', 'Viewer']);
    expect(world.lastEvent('member.bulk')).toMatchObject({
      detail: 'role: Dora, Dino, Dana',
      changes: people.map((_, index) => ({
        field: `${['Dora', 'Dino', 'Dana'][index]}: role`,
        before: 'Developer',
        after: 'Viewer',
      })),
    });
  });

  it('is nothing at all where one is refused, and says who', async () => {
    const { organizationId } = world;
    const otto = world.join('Admin', 'Otto');
    for (const wrong of [otto.memberId, admin.memberId, world.owner.memberId]) {
      const changes = [
        { type: 'role' as const, roleId: world.roleId('Viewer') },
        { type: 'suspend' as const },
        { type: 'remove' as const },
        { type: 'extras' as const, add: ['audit.read' as const] },
      ];
      for (const change of changes) {
        await expect(
          admin.client.member.bulk({ organizationId, memberIds: [...memberIds, wrong], change }),
        ).rejects.toMatchObject({ code: 'FORBIDDEN', data: { nodeId: wrong } });
      }
    }
    expect(await roles()).toEqual(['Developer', 'Developer', 'Developer']);
    expect(world.holds(people[0] ?? admin, 'audit.read', organizationId)).toBe(false);
  });

  it('adds and takes extra permissions and teams, and leaves the others alone', async () => {
    const { organizationId, nodes } = world;
    const [dora] = people;
    const teamId = (await admin.client.team.create({ organizationId, name: 'Crew' })).id;
    await admin.client.member.setExtras({ memberId: dora?.memberId ?? '', permissions: ['api.read'] });
    await admin.client.member.bulk({
      organizationId,
      memberIds,
      change: { type: 'extras', add: ['audit.read'], remove: ['api.read'] },
    });
    await admin.client.member.bulk({ organizationId, memberIds, change: { type: 'teams', join: [teamId] } });
    const list = await admin.client.member.list({ organizationId });
    const changed = list.filter(({ id }) => memberIds.includes(id));
    expect(changed.map(({ extras, teams }) => ({ extras, teams }))).toEqual(
      changed.map(() => ({ extras: ['audit.read'], teams: [{ id: teamId, name: 'Crew' }] })),
    );
    await admin.client.team.changeGrants({
      teamId,
      add: [{ nodeId: nodes.shop, roleId: world.roleId('Manager') }],
    });
    for (const person of people) expect(world.holds(person, 'service.delete', nodes.web)).toBe(true);
    await admin.client.member.bulk({ organizationId, memberIds, change: { type: 'teams', leave: [teamId] } });
    for (const person of people) expect(world.holds(person, 'service.delete', nodes.web)).toBe(false);
  });

  it('removes many, and needs the permission to delete members for it', async () => {
    const { organizationId } = world;
    world.custom('Keeper', { level: 70, permissions: ['member.read', 'member.update'] });
    const kim = world.join('Keeper', 'Kim');
    const change = { type: 'remove' as const };
    await expect(kim.client.member.bulk({ organizationId, memberIds, change })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'member.delete' },
    });
    const teams = { type: 'teams' as const, join: [] as string[] };
    teams.join.push((await admin.client.team.create({ organizationId, name: 'Crew' })).id);
    await expect(kim.client.member.bulk({ organizationId, memberIds, change: teams })).rejects.toMatchObject({
      code: expect.stringMatching(/FORBIDDEN|NOT_FOUND/),
    });
    await admin.client.member.bulk({ organizationId, memberIds, change });
    expect(await roles()).toEqual([]);
  });

  it('previews what each would gain and lose, and for whom it is refused', async () => {
    const { organizationId } = world;
    const ids = [...memberIds.slice(0, 1), admin.memberId];
    const [dora, self] = await admin.client.member.bulkPreview({
      organizationId,
      memberIds: ids,
      change: { type: 'role', roleId: world.roleId('Manager') },
    });
    expect(dora).toMatchObject({ name: 'Dora', loses: 0, refusals: [] });
    expect(dora?.gains).toBeGreaterThan(10);
    expect(self?.refusals).toMatchObject([{ reason: expect.stringMatching(/their own access/) }]);
    const [gone] = await admin.client.member.bulkPreview({
      organizationId,
      memberIds: ids.slice(0, 1),
      change: { type: 'suspend' },
    });
    expect(gone).toMatchObject({ gains: 0, isSuspended: false });
    expect(gone?.differences[0]?.lost).toContain('service.update');
    expect(await roles()).toEqual(['Developer', 'Developer', 'Developer']);
  });
});
