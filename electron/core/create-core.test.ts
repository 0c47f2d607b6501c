import { afterEach, describe, expect, it } from 'vitest';
import { createOwnedCore, createTestCore } from '#test/support/create-test-core.ts';

const opened: { close(): Promise<void> }[] = [];
const keep = <T extends { core: { close(): Promise<void> } }>(made: T): T => {
  opened.push(made.core);
  return made;
};
afterEach(async () => {
  for (const core of opened.splice(0)) await core.close();
});

describe('a new store', () => {
  it('knows nobody, and lets nobody do anything but the first run', async () => {
    const { client } = keep(await createTestCore());
    expect((await client.session.current()).account).toBeUndefined();
    await expect(client.organization.list()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('takes a profile and an organization in one go, and only once', async () => {
    const { client } = keep(await createTestCore());
    const run = { name: ' Olive ', email: 'Olive@Example.com', organizationName: 'Acme' };
    const session = await client.session.firstRun(run);
    expect(session.account).toMatchObject({ name: 'Olive', email: 'olive@example.com' });
    expect(session.organizations).toMatchObject([{ name: 'Acme', role: 'Owner' }]);
    await expect(client.session.firstRun(run)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('the tree', () => {
  it('holds a project with its environment production and a service', async () => {
    const { client, organizationId } = keep(await createOwnedCore());
    const project = await client.project.create({ organizationId, name: 'Shop' });
    const [production] = await client.environment.list({ projectId: project.id });
    expect(production).toMatchObject({ name: 'production', isProtected: true });
    await client.service.create({ environmentId: production?.id ?? '', name: 'web' });
    const { nodes } = await client.tree.get({ organizationId });
    expect(nodes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'organization Acme',
      'project Shop',
      'environment production',
      'service web',
    ]);
    expect(await client.tree.resolve({ path: 'acme/shop/production/web' })).toMatchObject({
      kind: 'service',
    });
  });

  it('refuses a second sibling of one name, whatever its case', async () => {
    const { client, organizationId } = keep(await createOwnedCore());
    await client.project.create({ organizationId, name: 'Shop' });
    await expect(client.project.create({ organizationId, name: 'SHOP' })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'name' },
    });
  });
});

describe('errors', () => {
  it('name the field of a bad input', async () => {
    const { client, organizationId } = keep(await createOwnedCore());
    await expect(client.project.create({ organizationId, name: '' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'name', message: 'must not be empty' }] },
    });
  });

  it('answer an unknown id with NOT_FOUND', async () => {
    const { client } = keep(await createOwnedCore());
    await expect(client.project.get({ projectId: 'prj_nothing' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
