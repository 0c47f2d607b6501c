import { expect, it, onTestFinished } from 'vitest';
import { codeOf } from '#test/support/code-of.ts';
import { goodToken, startGitProvider } from '#test/support/git-provider-server.ts';
import { openMemberWorld } from '#test/support/member-world.ts';

const world = openMemberWorld();
const repository = 'acme/app-1';

/** A provider that does not let go of the deploy key of a service which is gone. */
const withLeftover = async () => {
  const forge = await startGitProvider('gitea');
  onTestFinished(() => forge.stop());
  const { organizationId, owner, nodes } = world;
  const { id: gitProviderId } = await owner.client.gitProvider.create({
    organizationId,
    name: 'Forge',
    type: 'gitea',
    baseUrl: forge.baseUrl,
    accessToken: goodToken,
  });
  await owner.client.service.addDeployKey({ serviceId: nodes.web, gitProviderId, repository });
  forge.refuse(403, {}, 'DELETE');
  await owner.client.service.delete({ serviceId: nodes.web, typedName: 'web' });
  const left = await owner.client.gitProvider.removeLeftovers({ gitProviderId });
  return { forge, gitProviderId, left };
};

const all = async (gitProviderId: string) =>
  (await world.owner.client.gitProvider.get({ gitProviderId })).leftovers;

it('what a provider keeps is listed with the reason, and goes by the next try that it lets through', async () => {
  const { forge, gitProviderId, left } = await withLeftover();
  const told = { kind: 'deploy-key', repository, triedAt: expect.any(String) };
  expect(left).toMatchObject([{ ...told, problem: expect.stringContaining('may not do that') }]);
  const leftover = left[0]?.id ?? '';
  const { client } = world.owner;
  const again = await client.gitProvider.removeLeftovers({ gitProviderId, leftover });
  expect(again).toMatchObject([{ id: leftover }]);
  forge.relent();
  expect(await client.gitProvider.removeLeftovers({ gitProviderId, leftover })).toEqual([]);
  expect(forge.deployKeys).toEqual([]);
  expect(await codeOf(client.gitProvider.removeLeftovers({ gitProviderId, leftover }))).toBe('NOT_FOUND');
});

it('what is forgotten stays at the provider, is tried no more, and the trail says what it was', async () => {
  const { forge, gitProviderId, left } = await withLeftover();
  const leftover = left[0]?.id ?? '';
  const { client } = world.owner;
  expect(await client.gitProvider.forgetLeftover({ gitProviderId, leftover })).toEqual([]);
  forge.relent();
  expect(await client.gitProvider.removeLeftovers({ gitProviderId })).toEqual([]);
  expect(forge.deployKeys).toHaveLength(1);
  expect(world.lastEvent('gitProvider.forgetLeftover')).toMatchObject({
    outcome: 'allowed',
    changes: [{ field: 'deploy-key', before: repository }],
  });
  expect(await codeOf(client.gitProvider.forgetLeftover({ gitProviderId, leftover }))).toBe('NOT_FOUND');
});

it('whoever may merely use the provider tries again and forgets nothing; nothing of another one is found by it', async () => {
  const { gitProviderId, left } = await withLeftover();
  const leftover = left[0]?.id ?? '';
  const ann = world.join('Manager', 'Ann').client;
  expect(await codeOf(ann.gitProvider.forgetLeftover({ gitProviderId, leftover }))).toBe('FORBIDDEN');
  expect(await ann.gitProvider.removeLeftovers({ gitProviderId, leftover })).toHaveLength(1);
  const { organizationId, owner } = world;
  const other = await owner.client.gitProvider.create({
    organizationId,
    name: 'Other',
    type: 'github',
    accessToken: goodToken,
  });
  const elsewhere = { gitProviderId: other.id, leftover };
  expect(await codeOf(owner.client.gitProvider.forgetLeftover(elsewhere))).toBe('NOT_FOUND');
  expect(await all(gitProviderId)).toHaveLength(1);
});
