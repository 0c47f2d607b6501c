import { expect, it } from 'vitest';
import { joinEach, openMemberWorld } from '#test/support/member-world.ts';
import { addServer } from '#test/support/populate.ts';

const world = openMemberWorld();
const mia = joinEach(world, 'Member', 'Mia');

const serverOf = (): string =>
  world.core.services.store.write((tx) => addServer(tx, world.organizationId, 'srv'));

it('a Member’s grant of a server tells what it opens there, and opens just that', async () => {
  const { memberId, client } = mia;
  const { organizationId, owner } = world;
  const grants = { add: [{ nodeId: serverOf() }], update: [], remove: [] };
  const preview = await owner.client.member.preview({ memberId, grants });
  expect(preview.differences).toMatchObject([{ kind: 'server', gained: ['monitoring.read', 'tag.read'] }]);
  expect(preview.gains).toBe(2);
  await owner.client.member.changeGrants({ memberId, ...grants });
  const seen = (await client.tree.get({ organizationId })).nodes.find(({ kind }) => kind === 'server');
  expect(seen).toMatchObject({ name: 'srv', isPath: true });
  const gauges = await client.server.gauges({ serverId: seen?.id ?? '' });
  await gauges.return?.(undefined);
  await expect(client.server.get({ serverId: seen?.id ?? '' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

it('a grant that would open nothing is refused, and its preview says so', async () => {
  const { memberId } = mia;
  const { owner } = world;
  const roleId = world.custom('Shop reader', { reach: 'granted', permissions: ['project.read'] });
  const grants = { add: [{ nodeId: serverOf(), roleId }], update: [], remove: [] };
  const reason = expect.stringMatching(/Shop reader holds nothing that is of use on a server/);
  expect(await owner.client.member.preview({ memberId, grants })).toMatchObject({
    differences: [],
    refusals: [{ field: 'grants.add.0', reason }],
  });
  await expect(owner.client.member.changeGrants({ memberId, ...grants })).rejects.toMatchObject({
    code: 'CONFLICT',
    data: { reason },
  });
});

const hollowRole = (name: string): string =>
  world.custom(name, { reach: 'granted', permissions: ['project.read'] });

it('is refused to a team whose members it opens nothing for, and given where it opens something for one', async () => {
  const { owner, organizationId } = world;
  const nodeId = serverOf();
  const reader = hollowRole('Shop reader');
  await owner.client.member.setRole({ memberId: mia.memberId, roleId: reader });
  const { id: teamId } = await owner.client.team.create({ organizationId, name: 'Crew' });
  await owner.client.team.changeMembers({ teamId, add: [mia.memberId] });
  const reason = expect.stringMatching(/Shop reader holds nothing that is of use on a server/);
  const named = { teamId, add: [{ nodeId, roleId: reader }] };
  const own = { teamId, add: [{ nodeId }] };
  for (const change of [named, own]) {
    await expect(owner.client.team.changeGrants(change)).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'add.0', reason },
    });
    const preview = await owner.client.team.preview({ teamId, grants: { add: change.add } });
    expect(preview).toMatchObject([{ name: 'Mia', refusals: [{ field: 'grants.add.0', reason }] }]);
  }
  const max = world.join('Developer', 'Max');
  await owner.client.team.changeMembers({ teamId, add: [max.memberId] });
  expect(await owner.client.team.changeGrants(own)).toMatchObject([{ scope: { nodeId } }]);
});

it('is given to a team without members, whose roles nobody knows yet', async () => {
  const { owner, organizationId } = world;
  const nodeId = serverOf();
  const { id: teamId } = await owner.client.team.create({ organizationId, name: 'Crew' });
  expect(await owner.client.team.changeGrants({ teamId, add: [{ nodeId }] })).toHaveLength(1);
});

it('is offered by no invitation, neither with the offered role nor with one of its own', async () => {
  const { owner, organizationId } = world;
  const nodeId = serverOf();
  const reader = hollowRole('Shop reader');
  const invite = (roleId: string, grant: { nodeId: string; roleId?: string }) => {
    const asked = { organizationId, roleId, grants: [grant] };
    const email = 'new@example.com';
    return [
      owner.client.invitation.create({ ...asked, email, lifetimeHours: 48 }),
      owner.client.invitation.preview(asked),
    ];
  };
  const reason = expect.stringMatching(/Shop reader holds nothing that is of use on a server/);
  const refused = { code: 'CONFLICT', data: { field: 'grants.0', reason } };
  const hollow = [
    ...invite(reader, { nodeId }),
    ...invite(world.roleId('Viewer'), { nodeId, roleId: reader }),
  ];
  for (const call of await Promise.allSettled(hollow)) expect(call).toMatchObject({ reason: refused });
  expect(await owner.client.invitation.list({ organizationId })).toEqual([]);
  await Promise.all(invite(world.roleId('Member'), { nodeId }));
});

it('is neither given nor offered by tags where the role opens nothing that carries any', async () => {
  const { owner, organizationId } = world;
  const set = await owner.client.tagSet.create({ organizationId, name: 'Ring', type: 'multi' });
  const { id: tagId } = await owner.client.tag.create({ tagSetId: set.id, name: 'Canary' });
  const roleId = world.custom('People reader', { reach: 'granted', permissions: ['member.read'] });
  const grants = [{ tagIds: [tagId], roleId }];
  const reason = expect.stringMatching(
    /People reader holds nothing that is of use on anything that carries tags/,
  );
  const refused = { code: 'CONFLICT', data: { reason } };
  const { memberId } = mia;
  await expect(owner.client.member.changeGrants({ memberId, add: grants })).rejects.toMatchObject(refused);
  const asked = { organizationId, roleId: world.roleId('Viewer'), grants };
  await expect(owner.client.invitation.preview(asked)).rejects.toMatchObject(refused);
});
