import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import type { Core } from '../create-core.ts';

let core: Core;
let projectId: string;
let client: Awaited<ReturnType<typeof createOwnedCore>>['client'];
let organizationId: string;

beforeAll(async () => {
  ({ core, client, organizationId } = await createOwnedCore());
  ({ id: projectId } = await client.project.create({ organizationId, name: 'shop' }));
});
afterAll(() => core.close());

const newest = async () => (await client.audit.list({ organizationId, limit: 1 })).items[0];

it('writes row, name, index and fact together, and tells a flag as what it is', async () => {
  const [environment] = await client.environment.list({ projectId });
  const environmentId = environment?.id ?? '';
  const fields = { name: 'live', description: 'ours', isProtected: !environment?.isProtected };
  expect(await client.environment.update({ environmentId, ...fields })).toMatchObject(fields);
  expect(core.services.store.access.node(environmentId)?.name).toBe('live');
  expect((await newest())?.changes).toEqual([
    { field: 'name', before: 'production', after: 'live' },
    { field: 'description', before: '', after: 'ours' },
    { field: 'isProtected', before: environment?.isProtected, after: !environment?.isProtected },
  ]);
});

it('writes and tells nothing of what is as it was, and undoes all of it where one part fails', async () => {
  await client.project.update({ projectId, name: 'shop', description: '' });
  expect(await newest()).toMatchObject({ operation: 'project.update', changes: [] });
  await client.project.create({ organizationId, name: 'blog' });
  const taken = client.project.update({ projectId, description: 'half', name: 'blog' });
  await expect(taken).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await client.project.get({ projectId })).toMatchObject({ name: 'shop', description: '' });
});
