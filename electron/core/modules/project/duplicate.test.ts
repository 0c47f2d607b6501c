import { expect, it } from 'vitest';
import { openMemberWorld } from '#test/support/member-world.ts';

const world = openMemberWorld();

it('R17: a copy of a project has an environment, also where none of the source may be read', async () => {
  const { nodes, owner } = world;
  world.custom('Planner', { permissions: ['project.read', 'project.create'] });
  const { client } = world.join('Planner', 'Paul');
  const copy = await client.project.duplicate({ projectId: nodes.shop, name: 'copy' });
  expect(await owner.client.environment.list({ projectId: copy.id })).toMatchObject([
    { name: 'production', isProtected: true },
  ]);
  const whole = await owner.client.project.duplicate({ projectId: nodes.shop, name: 'whole' });
  const names = (await owner.client.environment.list({ projectId: whole.id })).map(({ name }) => name);
  expect(names).toEqual(['production', 'staging']);
});
