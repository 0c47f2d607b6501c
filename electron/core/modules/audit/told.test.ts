import { describe, expect, it } from 'vitest';
import type { Permission } from '#shared/model/permissions.ts';
import type { TestClient } from '#test/support/create-test-core.ts';
import { joinEach, openMemberWorld } from '#test/support/member-world.ts';

const world = openMemberWorld();
const mia = joinEach(world, 'Member', 'Mia');

const auditorWith = (permissions: readonly Permission[]): TestClient => {
  world.custom('Auditor of some', {
    level: 10,
    permissions: ['organization.read', 'audit.read', 'audit.export', 'member.read', ...permissions],
  });
  return world.join('Auditor of some', 'Aud').client;
};

/** Mia gets a grant on `shop` and one by a tag, joins a team, and is refused and asks for more. */
const giveAndRefuse = async (): Promise<void> => {
  const { organizationId, owner, nodes } = world;
  const { memberId } = mia;
  const set = await owner.client.tagSet.create({ organizationId, name: 'Ring' });
  const tag = await owner.client.tag.create({ tagSetId: set.id, name: 'Canary' });
  await owner.client.member.changeGrants({ memberId, add: [{ nodeId: nodes.shop }] });
  await owner.client.member.changeGrants({ memberId, add: [{ tagIds: [tag.id] }] });
  const team = await owner.client.team.create({ organizationId, name: 'Night Watch' });
  const change = { type: 'teams' as const, join: [team.id] };
  await owner.client.member.bulk({ organizationId, memberIds: [memberId], change });
  world.custom('Lead', { level: 50, permissions: ['member.read', 'member.update', 'project.read'] });
  const lea = world.join('Lead', 'Lea');
  await lea.client.member.changeGrants({ memberId, add: [{ nodeId: nodes.blog }] }).catch(() => undefined);
  await mia.client.access.request({ nodeId: nodes.staging, permission: 'secret.reveal', reason: 'Please' });
};

const allOf = async (client: TestClient, text?: string) => {
  const { organizationId } = world;
  const { items } = await client.audit.list({ organizationId, ...(text ? { text } : {}) });
  return items.filter(({ operation }) => /^(member|access|team)\./.test(operation));
};

/** What an event says, without the ids and hashes that could hold any word by chance. */
const wordsOf = (events: Awaited<ReturnType<typeof allOf>>): string =>
  JSON.stringify(events.map(({ nodeName, changes, detail }) => ({ nodeName, changes, detail })));

describe('R15: an auditor reads of events about access', () => {
  it('none that names a place, tag or team that they may not read, nor finds one by its words', async () => {
    await giveAndRefuse();
    const auditor = auditorWith(['member.update']);
    const hidden = /shop|blog|staging|Ring|Canary|Night Watch/;
    expect(wordsOf(await allOf(auditor))).not.toMatch(hidden);
    for (const word of ['shop', 'blog', 'staging', 'canary', 'night']) {
      expect(await allOf(auditor, word)).toEqual([]);
      expect((await allOf(world.owner.client, word)).length).toBeGreaterThan(0);
    }
    const chunks: string[] = [];
    const { organizationId } = world;
    for await (const { text } of await auditor.audit.export({ organizationId, format: 'csv' })) {
      chunks.push(text);
    }
    expect(chunks.join('')).not.toMatch(hidden);
  });

  it('those that name what they see', async () => {
    await giveAndRefuse();
    const auditor = auditorWith(['member.update', 'project.read']);
    const seen = await allOf(auditor);
    expect(seen.filter(({ operation }) => operation === 'member.changeGrants')).toMatchObject([
      { outcome: 'refused', detail: expect.stringContaining('“blog”') },
      { changes: [{ field: 'grant', after: { scope: 'shop' } }] },
    ]);
    expect(wordsOf(seen)).not.toMatch(/staging|Ring|Canary|Night Watch/);
  });

  it('all, who reads all places, tags and teams', async () => {
    await giveAndRefuse();
    const auditor = auditorWith([
      ...(['member.update', 'team.read', 'tag.read', 'tagSet.read'] as const),
      ...(['project.read', 'environment.read', 'service.read', 'server.read', 'gitProvider.read'] as const),
    ]);
    expect(await allOf(auditor)).toEqual(await allOf(world.owner.client));
  });
});
