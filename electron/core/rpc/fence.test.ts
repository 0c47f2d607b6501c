import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change } from '#shared/contract/changes.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { populate } from '#test/support/populate.ts';
import { insertGrant } from '../access/index.ts';
import type { Core } from '../create-core.ts';

let core: Core;
let owner: TestClient;
let member: TestClient;
let organizationId: string;
let inScope: Readonly<Record<string, string>>;
let sibling: Readonly<Record<string, string>>;

beforeAll(async () => {
  const made = await createOwnedCore();
  ({ core, client: owner, organizationId } = made);
  ({ inScope, sibling } = populate(core, organizationId));
  const accountId = addAccount(core, { organizationId, role: 'Member', name: 'Mia Member' });
  const { store } = core.services;
  const memberId = store.access.effective(accountId, organizationId)?.memberId ?? '';
  store.write((tx) =>
    insertGrant(tx, {
      organizationId,
      createdBy: null,
      memberId,
      teamId: null,
      nodeId: inScope.environmentId ?? '',
      tagIds: null,
      roleId: null,
      endsAt: null,
    }),
  );
  member = clientOf(core, accountId);
});
afterAll(() => core.close());

describe('R15: a member with a grant on one environment', () => {
  it('sees it with all below, and of what lies above the name and nothing else', async () => {
    const { nodes } = await member.tree.get({ organizationId });
    expect(nodes.map(({ id, isPath }) => ({ id, isPath }))).toEqual([
      { id: organizationId, isPath: undefined },
      { id: inScope.projectId, isPath: true },
      { id: inScope.environmentId, isPath: undefined },
      { id: inScope.serviceId, isPath: undefined },
    ]);
    await expect(member.project.get({ projectId: inScope.projectId ?? '' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('gets lists that hold no more than the tree', async () => {
    expect(await member.project.list({ organizationId })).toEqual([]);
    const environments = await member.environment.list({ projectId: inScope.projectId ?? '' });
    expect(environments.map(({ id }) => id)).toEqual([inScope.environmentId]);
    const activity = await member.activity.list({ organizationId });
    const work = [inScope.deploymentId, inScope.environmentDeploymentId];
    expect(activity.map(({ id }) => id).toSorted()).toEqual(work.toSorted());
    await expect(member.server.list({ organizationId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('finds no path to what is beside it, as if it were not there', async () => {
    const failure = (path: string) =>
      member.tree.resolve({ path }).then(
        () => 'found',
        ({ code, data }: { code: string; data: object }) => ({ code, data: { ...data, id: '' } }),
      );
    expect(await failure('acme/shop/preview')).toEqual(await failure('acme/shop/no-such-environment'));
    expect(await failure('acme/shop/preview/web')).toMatchObject({ code: 'NOT_FOUND' });
    expect(await member.tree.resolve({ path: 'acme/shop/staging/web' })).toMatchObject({
      id: inScope.serviceId,
    });
  });

  it('hears of changes in it, and of none beside it, deletions included', async () => {
    const feed = await member.changes.watch({ organizationId });
    await feed.next();
    const heard: Change[] = [];
    const listen = async (): Promise<void> => {
      for await (const batch of feed) {
        heard.push(...batch);
        if (batch.some(({ nodeId }) => nodeId === inScope.environmentId)) return;
      }
    };
    const listening = listen();
    const hidden = await owner.service.create({ environmentId: sibling.environmentId ?? '', name: 'hidden' });
    await owner.service.update({ serviceId: hidden.id, name: 'renamed' });
    await owner.service.delete({ serviceId: hidden.id });
    const shown = await owner.service.create({ environmentId: inScope.environmentId ?? '', name: 'shown' });
    await owner.service.delete({ serviceId: shown.id });
    await owner.environment.update({ environmentId: inScope.environmentId ?? '', description: 'last' });
    await listening;
    expect(heard.map(({ nodeId }) => nodeId)).not.toContain(hidden.id);
    expect(heard.filter(({ nodeId }) => nodeId === shown.id).map(({ verb }) => verb)).toContain('deleted');
  });

  it('is told of a missing permission on what it sees, and of nothing on what it does not', async () => {
    await expect(member.service.delete({ serviceId: inScope.serviceId ?? '' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'service.delete', nodeId: inScope.serviceId },
    });
    await expect(member.service.delete({ serviceId: sibling.serviceId ?? '' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
