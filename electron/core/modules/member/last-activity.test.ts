import { expect, it } from 'vitest';
import { accessWorld as world } from '#test/support/access-world.ts';

const minuteMs = 60_000;
const iso = (millis: number): string => new Date(millis).toISOString();

it('tells the last activity to the moment, in the list, on the page and in the review', async () => {
  const w = await world();
  w.grant({ nodeId: w.shop.id });
  w.clock.now = Math.ceil(w.clock.now / 3_600_000) * 3_600_000;
  await w.member.project.get({ projectId: w.shop.id });
  w.clock.now += 48 * minuteMs;
  const at = w.clock.now;
  await w.member.project.get({ projectId: w.shop.id });
  w.clock.now += 5 * minuteMs;
  const list = await w.owner.member.list({ organizationId: w.organizationId });
  expect(list.find(({ id }) => id === w.memberId)?.activeAt).toBe(iso(at));
  expect((await w.owner.member.get({ memberId: w.memberId })).activeAt).toBe(iso(at));
  const review = await w.owner.access.review({ organizationId: w.organizationId });
  expect(review.members.find(({ memberId }) => memberId === w.memberId)?.activeAt).toBe(iso(at));
});
