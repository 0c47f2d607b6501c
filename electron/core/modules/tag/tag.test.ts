import { afterEach, describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { codeOf } from '#test/support/code-of.ts';
import { clientOf, createOwnedCore } from '#test/support/create-test-core.ts';
import { loadAccess } from '../../access/index.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';

let core: Core | undefined;
afterEach(() => core?.close());

/** Two projects, a tag set Ring with two tags, a Member and a Manager. */
const world = async () => {
  const made = await createOwnedCore();
  core = made.core;
  const { client: owner, organizationId } = made;
  const { store } = made.core.services;
  const shop = await owner.project.create({ organizationId, name: 'Shop' });
  const bank = await owner.project.create({ organizationId, name: 'Bank' });
  const ring = await owner.tagSet.create({ organizationId, name: 'Ring' });
  const canary = await owner.tag.create({ tagSetId: ring.id, name: 'Canary' });
  const stable = await owner.tag.create({ tagSetId: ring.id, name: 'Stable' });
  const join = (role: 'Member' | 'Manager' | 'Developer', name: string) => {
    const accountId = addAccount(made.core, { organizationId, role, name });
    const memberId = store.access.effective(accountId, organizationId)?.memberId ?? '';
    return { accountId, memberId, client: clientOf(made.core, accountId) };
  };
  const roleId = (name: string): string =>
    store.database.first(
      sql.selectFrom('node').select('id').where('parent_id', '=', organizationId).where('name', '=', name),
    )?.id ?? '';
  const tag = (client: typeof owner, nodeId: string, tagIds: string[]) =>
    client.tag.assign({ organizationId, nodeId, tagIds });
  const mia = join('Member', 'Mia');
  const max = join('Manager', 'Max');
  return { ...made, owner, store, shop, bank, ring, canary, stable, mia, max, join, roleId, tag };
};

describe('tags', () => {
  it('are refused a name that is taken, in the words that people use for the kind', async () => {
    const w = await world();
    const { organizationId } = w;
    await expect(w.owner.tagSet.create({ organizationId, name: 'Ring' })).rejects.toThrow(
      'there is already a tag set named “Ring” here; choose another name',
    );
  });

  it('open what is tagged to grants that filter by them, and close it again', async () => {
    const w = await world();
    await w.owner.member.changeGrants({ memberId: w.mia.memberId, add: [{ tagIds: [w.canary.id] }] });
    const reads = () => codeOf(w.mia.client.project.get({ projectId: w.shop.id }));
    expect(await reads()).toBe('NOT_FOUND');
    await w.tag(w.owner, w.shop.id, [w.canary.id]);
    expect(await reads()).toBe('answered');
    expect((await w.mia.client.tag.of({ organizationId: w.organizationId, nodeId: w.shop.id })).length).toBe(
      1,
    );
    const why = await w.mia.client.access.explain({
      organizationId: w.organizationId,
      permission: 'project.read',
      nodeId: w.shop.id,
    });
    expect(why.by).toMatchObject([{ type: 'grant', tags: ['Ring/Canary'] }]);
    await w.tag(w.owner, w.shop.id, [w.stable.id]);
    expect(await reads()).toBe('NOT_FOUND');
  });

  it('R6: are not put by one who would give what they do not hold there', async () => {
    const w = await world();
    const deva = w.join('Developer', 'Deva');
    await w.owner.member.setExtras({
      memberId: deva.memberId,
      permissions: ['tag.update', 'tag.read', 'tagSet.read', 'project.update'],
    });
    const add = [{ tagIds: [w.canary.id], roleId: w.roleId('Manager') }];
    await w.owner.member.changeGrants({ memberId: w.mia.memberId, add });
    expect(await codeOf(w.tag(deva.client, w.shop.id, [w.canary.id]))).toBe('FORBIDDEN');
    expect(await codeOf(w.tag(deva.client, w.shop.id, [w.stable.id]))).toBe('answered');
    expect(await codeOf(w.tag(w.max.client, w.shop.id, [w.canary.id]))).toBe('answered');
    expect(w.store.access.can(w.mia.accountId, 'project.delete', w.shop.id)).toBe(true);
    // to take access away needs none of it
    expect(await codeOf(w.tag(deva.client, w.shop.id, []))).toBe('answered');
  });

  it('R6: of oneself open nothing more either', async () => {
    const w = await world();
    const deva = w.join('Developer', 'Deva');
    await w.owner.member.setExtras({
      memberId: deva.memberId,
      permissions: ['tag.update', 'tag.read', 'project.update'],
    });
    const add = [{ tagIds: [w.canary.id], roleId: w.roleId('Admin') }];
    await w.owner.member.changeGrants({ memberId: deva.memberId, add });
    expect(await codeOf(w.tag(deva.client, w.bank.id, [w.canary.id]))).toBe('FORBIDDEN');
    expect(w.store.access.can(deva.accountId, 'project.delete', w.bank.id)).toBe(false);
  });

  it('name what a filter of one of each set finds, and to each only what they may read (R15)', async () => {
    const w = await world();
    const { organizationId } = w;
    const area = await w.owner.tagSet.create({ organizationId, name: 'Area' });
    const shopping = await w.owner.tag.create({ tagSetId: area.id, name: 'Shopping' });
    await w.tag(w.owner, w.shop.id, [w.canary.id, shopping.id]);
    await w.tag(w.owner, w.bank.id, [w.stable.id]);
    const found = async (client: typeof w.owner, tagIds: string[]) =>
      (await client.tag.matches({ organizationId, tagIds })).map(({ path }) => path);
    expect(await found(w.owner, [w.canary.id, w.stable.id])).toEqual(['Bank', 'Shop']);
    expect(await found(w.owner, [w.canary.id, w.stable.id, shopping.id])).toEqual(['Shop']);
    expect(await found(w.owner, [w.stable.id, shopping.id])).toEqual([]);
    expect(await found(w.owner, [])).toEqual([]);
    await w.owner.member.changeGrants({ memberId: w.mia.memberId, add: [{ nodeId: w.bank.id }] });
    const ask = { organizationId, tagIds: [w.canary.id, w.stable.id] };
    expect(await codeOf(w.mia.client.tag.matches(ask))).toBe('NOT_FOUND');
    await w.owner.member.setExtras({ memberId: w.mia.memberId, permissions: ['tag.read'] });
    expect(await found(w.mia.client, ask.tagIds)).toEqual(['Bank']);
    const other = await w.owner.organization.create({ name: 'Elsewhere' });
    expect(await codeOf(w.owner.tag.matches({ organizationId: other.id, tagIds: [w.canary.id] }))).toBe(
      'NOT_FOUND',
    );
  });

  it('demand update on what is tagged besides tag.update', async () => {
    const w = await world();
    const deva = w.join('Developer', 'Deva');
    expect(await codeOf(w.tag(deva.client, w.shop.id, []))).toBe('FORBIDDEN');
    await w.owner.member.setExtras({ memberId: deva.memberId, permissions: ['tag.update', 'tag.read'] });
    await expect(w.tag(deva.client, w.shop.id, [])).rejects.toMatchObject({
      data: { permission: 'project.update' },
    });
  });

  it('of a single set are at most one a node', async () => {
    const w = await world();
    await w.tag(w.owner, w.shop.id, [w.canary.id, w.stable.id]);
    const single = () => w.owner.tagSet.update({ tagSetId: w.ring.id, type: 'single' });
    expect(await codeOf(single())).toBe('CONFLICT');
    await w.tag(w.owner, w.shop.id, [w.canary.id]);
    await single();
    expect(await codeOf(w.tag(w.owner, w.shop.id, [w.canary.id, w.stable.id]))).toBe('INVALID_INPUT');
  });

  it('are not deleted while a grant filters by them, and the refusal names whose', async () => {
    const w = await world();
    const [grant] = await w.owner.member.changeGrants({
      memberId: w.mia.memberId,
      add: [{ tagIds: [w.canary.id] }],
    });
    await expect(w.owner.tag.delete({ tagId: w.canary.id })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { reason: expect.stringContaining('of Mia') },
    });
    await expect(w.owner.tagSet.delete({ tagSetId: w.ring.id })).rejects.toMatchObject({ code: 'CONFLICT' });
    await w.owner.member.changeGrants({ memberId: w.mia.memberId, remove: [grant?.id ?? ''] });
    await w.tag(w.owner, w.shop.id, [w.canary.id, w.stable.id]);
    await w.owner.tag.delete({ tagId: w.canary.id, uses: 1 });
    expect([...(w.store.access.node(w.shop.id)?.tagIds ?? [])]).toEqual([w.stable.id]);
    await w.owner.tagSet.delete({ tagSetId: w.ring.id, uses: 1 });
    expect(w.store.access.node(w.shop.id)?.tagIds).toBeUndefined();
  });

  it('that things carry are deleted only once the list of those was seen, as it is now', async () => {
    const w = await world();
    const { canary, ring, shop, bank } = w;
    await w.tag(w.owner, shop.id, [canary.id]);
    const usage = {
      things: [{ id: shop.id, kind: 'project', path: 'Shop' }],
      grants: [],
      hiddenGrants: 0,
    };
    expect(await w.owner.tag.deletion({ tagId: canary.id })).toEqual(usage);
    expect(await w.owner.tagSet.deletion({ tagSetId: ring.id })).toEqual(usage);
    const unseen = (things: string) => ({
      code: 'CONFLICT',
      data: { field: 'uses', reason: expect.stringContaining(things) },
    });
    await expect(w.owner.tag.delete({ tagId: canary.id })).rejects.toMatchObject(unseen('Shop'));
    await expect(w.owner.tagSet.delete({ tagSetId: ring.id })).rejects.toMatchObject(unseen('Shop'));
    await w.tag(w.owner, bank.id, [canary.id]);
    const stale = { tagId: canary.id, uses: 1 };
    await expect(w.owner.tag.delete(stale)).rejects.toMatchObject(unseen('Bank, Shop'));
    await w.owner.tag.delete({ tagId: canary.id, uses: 2 });
    expect(w.store.access.node(bank.id)?.tagIds).toBeUndefined();
    const gone = w.owner.tagSet.delete({ tagSetId: ring.id, uses: 2 });
    await expect(gone).rejects.toMatchObject(unseen('nothing carries it now'));
    await w.owner.tagSet.delete({ tagSetId: ring.id });
  });

  it('tell who holds a grant by them, and R15: name nothing that the reader may not read', async () => {
    const w = await world();
    const { canary, organizationId } = w;
    await w.tag(w.owner, w.shop.id, [canary.id]);
    const add = [{ tagIds: [canary.id] }];
    await w.owner.member.changeGrants({ memberId: w.mia.memberId, add });
    const { id: teamId } = await w.owner.team.create({ organizationId, name: 'Crew' });
    await w.owner.team.changeGrants({ teamId, add });
    expect((await w.owner.tag.deletion({ tagId: canary.id })).grants).toEqual([
      { type: 'member', id: w.mia.memberId, name: 'Mia' },
      { type: 'team', id: teamId, name: 'Crew' },
    ]);
    const deleter = w.join('Member', 'Dee');
    await w.owner.member.setExtras({ memberId: deleter.memberId, permissions: ['tag.delete', 'tag.read'] });
    expect(await deleter.client.tag.deletion({ tagId: canary.id })).toEqual({
      things: [],
      grants: [],
      hiddenGrants: 2,
    });
  });

  it('have names of their own within a set, and keep what they are on when renamed', async () => {
    const w = await world();
    expect(await codeOf(w.owner.tag.create({ tagSetId: w.ring.id, name: 'canary' }))).toBe('CONFLICT');
    await w.tag(w.owner, w.shop.id, [w.canary.id]);
    await w.owner.tag.update({ tagId: w.canary.id, name: 'Early', color: '#ff0000' });
    const [set] = await w.owner.tagSet.list({ organizationId: w.organizationId });
    expect(set?.tags.map(({ canonicalName, uses }) => [canonicalName, uses])).toEqual([
      ['Ring/Early', 1],
      ['Ring/Stable', 0],
    ]);
  });

  it('are there again after a start', async () => {
    const w = await world();
    await w.owner.member.changeGrants({ memberId: w.mia.memberId, add: [{ tagIds: [w.canary.id] }] });
    await w.tag(w.owner, w.shop.id, [w.canary.id]);
    const loaded = loadAccess(w.store.database, Date.now);
    expect(loaded.can(w.mia.accountId, 'project.read', w.shop.id)).toBe(true);
    expect(loaded.can(w.mia.accountId, 'project.read', w.bank.id)).toBe(false);
  });
});
