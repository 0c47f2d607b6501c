import { afterEach, expect, it } from 'vitest';
import type { Change } from '#shared/contract/changes.ts';
import { joinEach, openMemberWorld } from '#test/support/member-world.ts';
import { addMember } from '../../seats/index.ts';

const world = openMemberWorld();
const dora = joinEach(world, 'Developer', 'Dora');
const vera = joinEach(world, 'Viewer', 'Vera');
const stops: AbortController[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});

/** What the feed of the organization tells somebody, batch for batch; the opening is over. */
const feedOf = async (client: typeof dora.client): Promise<() => Promise<readonly Change[]>> => {
  const stop = new AbortController();
  stops.push(stop);
  const feed = await client.changes.watch({ organizationId: world.organizationId }, { signal: stop.signal });
  await feed.next();
  return async () => ((await feed.next()).value ?? []) as Change[];
};

const news = (accountId: string): Change[] => [
  { kind: 'session', nodeId: accountId, parentId: null, verb: 'updated' },
];

it('tells somebody, and nobody else, what becomes of their membership in another organization', async () => {
  const { owner, core } = world;
  const { accountId } = dora;
  const next = await feedOf(dora.client);
  const other = (await feedOf(vera.client))();
  const { id: organizationId } = await owner.client.organization.create({ name: 'Globex' });
  const [role] = (await owner.client.role.list({ organizationId })).filter(({ name }) => name === 'Viewer');
  const memberId = core.services.store.write((tx) =>
    addMember(tx, { organizationId, accountId, roleId: role?.id ?? '' }),
  );
  expect(await next()).toEqual(news(accountId));
  await owner.client.member.suspend({ memberId });
  expect(await next()).toEqual(news(accountId));
  expect((await dora.client.session.current()).suspendedIn).toMatchObject([{ name: 'Globex' }]);
  await owner.client.member.restore({ memberId });
  expect(await next()).toEqual(news(accountId));
  await owner.client.member.remove({ memberId });
  expect(await next()).toEqual(news(accountId));
  await owner.client.project.create({ organizationId: world.organizationId, name: 'Last' });
  expect((await other).map(({ kind }) => kind)).toContain('project');
});
