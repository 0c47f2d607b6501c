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

it('tells what a field points to by its name, and a list as a list', async () => {
  const roles = await client.role.list({ organizationId });
  const idOf = (name: string): string => roles.find((role) => role.name === name)?.id ?? '';
  const asked = { organizationId, name: 'Acme SSO', issuer: 'https://id.example.com/', clientId: 'quayside' };
  const provider = await client.identityProvider.create({
    ...asked,
    emailDomains: ['example.com'],
    roleId: idOf('Member'),
  });
  await client.identityProvider.update({
    organizationId,
    identityProviderId: provider.id,
    roleId: idOf('Viewer'),
    emailDomains: ['example.com', 'example.org', 'example.com'],
    clientSecret: 'not to be told',
  });
  expect((await newest())?.changes).toEqual([
    { field: 'emailDomains', before: ['example.com'], after: ['example.com', 'example.org'] },
    { field: 'role', before: 'Member', after: 'Viewer' },
    { field: 'clientSecret', after: 'changed' },
  ]);
});

it('counts the edits of a role, and decides by it from the commit on', async () => {
  const { id: roleId } = await client.role.create({
    organizationId,
    name: 'Reader',
    level: 10,
    reach: 'organization',
    permissions: ['project.read', 'service.read'],
  });
  const same = { name: 'Reader', permissions: ['service.read', 'project.read'] as const };
  const before = await client.role.update({ roleId, ...same, permissions: [...same.permissions] });
  expect(await newest()).toMatchObject({ operation: 'role.update', changes: [] });
  const after = await client.role.update({ roleId, name: 'Looker', permissions: ['service.read'] });
  expect(after.version).toBe(before.version + 1);
  expect(core.services.store.access.memberships.role(roleId)).toMatchObject({
    name: 'Looker',
    permissions: ['service.read'],
  });
  expect((await newest())?.changes).toEqual([
    { field: 'name', before: 'Reader', after: 'Looker' },
    { field: 'permissions', before: ['project.read', 'service.read'], after: ['service.read'] },
  ]);
});
