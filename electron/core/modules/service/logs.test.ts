import { expect, it } from 'vitest';
import { openMemberWorld } from '#test/support/member-world.ts';

const world = openMemberWorld();

it('the log of a service that was never deployed says so and ends, instead of waiting without a word', async () => {
  const texts: string[] = [];
  for await (const { lines } of await world.owner.client.service.logs({ serviceId: world.nodes.web }))
    texts.push(...lines.map(({ text }) => text));
  expect(texts).toEqual(['This service has never been deployed. Its log begins with its first deployment.']);
});
