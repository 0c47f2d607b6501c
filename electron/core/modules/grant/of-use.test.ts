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
