import { expect, it } from 'vitest';
import { joinEach, openMemberWorld } from '#test/support/member-world.ts';
import { fakeClock } from '#test/support/people.ts';

const clock = fakeClock();
const world = openMemberWorld({ now: clock.now });
const mia = joinEach(world, 'Member', 'Mia');

it('writes nothing at the instant at which the caller’s grant ends, though it was begun before', async () => {
  const { nodes, owner } = world;
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  Object.assign(world.core.services.deployments, {
    removeFromServer: async () => {
      asked.resolve();
      await answer.promise;
      return [];
    },
  });
  const roleId = world.roleId('Admin');
  await owner.client.member.changeGrants({
    memberId: mia.memberId,
    add: [{ nodeId: nodes.staging, roleId, endsAt: clock.ahead(60_000) }],
  });
  const deletion = mia.client.service.delete({ serviceId: nodes.web });
  deletion.catch(() => undefined);
  await asked.promise;
  clock.pass(60_000);
  answer.resolve();
  await expect(deletion).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await owner.client.service.get({ serviceId: nodes.web })).name).toBe('web');
});
