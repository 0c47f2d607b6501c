import { compare } from 'bcryptjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { addServer } from '#test/support/populate.ts';
import { insertGrant } from '../../access/index.ts';
import type { Core } from '../../create-core.ts';
import { routesOf } from './routes-of.ts';

const spec = { source: { type: 'image' as const, image: 'nginx:1.27' } };

let core: Core;
let owner: TestClient;
let organizationId: string;
let serverId: string;
let web: string;

beforeEach(async () => {
  ({ core, client: owner, organizationId } = await createOwnedCore());
  serverId = core.services.store.write((tx) => addServer(tx, organizationId, 'srv1'));
  web = await addService('Shop', 'web');
});
afterEach(() => core.close());

async function addService(project: string, name: string, on: string | undefined = serverId): Promise<string> {
  const { id: projectId } = await owner.project.create({ organizationId, name: project });
  const environmentId = (await owner.environment.list({ projectId }))[0]?.id ?? '';
  return (await owner.service.create({ environmentId, name, spec, ...(on ? { serverId: on } : {}) })).id;
}

const add = (serviceId: string, host: string, more: object = {}, client = owner) =>
  client.domain.create({ serviceId, host, port: 8080, https: 'none', ...more });

describe('a domain', () => {
  it('is kept in ASCII, by its path without a slash at the end, and waits for a deployment', async () => {
    const made = await add(web, 'Bücher.Example.', { path: '/api/' });
    expect(made).toMatchObject({ host: 'xn--bcher-kva.example', path: '/api', state: 'waiting' });
    expect(made.url).toBe('http://xn--bcher-kva.example/api');
    expect(await owner.domain.list({ serviceId: web })).toEqual([made]);
    await owner.domain.update({ domainId: made.id, isEnabled: false });
    expect(await owner.domain.get({ domainId: made.id })).toMatchObject({ state: 'off', version: 2 });
    await owner.domain.delete({ domainId: made.id });
    expect(await owner.domain.list({ serviceId: web })).toEqual([]);
  });

  it('is not overwritten by an edit of an older version', async () => {
    const { id: domainId, version } = await add(web, 'a.example.com');
    await owner.domain.update({ domainId, version, port: 81 });
    await expect(owner.domain.update({ domainId, version, port: 82 })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'version' },
    });
  });

  it('takes no ACME certificate as a wildcard, since nothing can prove that', async () => {
    await expect(add(web, '*.example.com', { https: 'acme' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(await add(web, '*.example.com', { https: 'internal' })).toMatchObject({ url: null });
  });

  it.each([
    ['host', 'a`) || Host(`b.example'],
    ['host', 'a.example\nb.example'],
    ['host', '{{ env "HOME" }}.example'],
    ['path', '/a`b'],
    ['path', '/a*'],
    ['path', '/{env.HOME}'],
    ['path', '/../secret'],
    ['path', '/a//b'],
    ['path', 'api'],
    ['headers', [{ name: 'X-A\r\nX-B', value: '' }]],
    ['headers', [{ name: 'X-A', value: 'a\r\nSet-Cookie: b' }]],
    ['headers', [{ name: 'Transfer-Encoding', value: 'chunked' }]],
    ['people', [{ name: 'a:b', password: 'x' }]],
    ['people', [{ name: 'a\nb', password: 'x' }]],
    ['people', [{ name: 'a', password: 'x'.repeat(73) }]],
    ['people', [{ name: 'a' }]],
    ['part', ''],
  ])('refuses %s %j', async (field, value) => {
    const given = { serviceId: web, host: 'ok.example.com', port: 80, https: 'none', [field]: value };
    await expect(owner.domain.create(given as never)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('who may sign in at a domain', () => {
  it('is kept by a hash that is told to nobody, and keeps it where no password is given', async () => {
    const people = [{ name: 'ann', password: 'secret {{x}}' }];
    const made = await add(web, 'a.example.com', { people });
    expect(made.people).toEqual([{ name: 'ann' }]);
    const hashOf = (name: string) =>
      routesOf(core.services.store, web).routes[0]?.people.find((person) => person.name === name)?.hash ?? '';
    const first = hashOf('ann');
    expect(await compare('secret {{x}}', first)).toBe(true);
    await owner.domain.update({
      domainId: made.id,
      people: [{ name: 'ann' }, { name: 'bob', password: 'b' }],
    });
    expect(hashOf('ann')).toBe(first);
    expect(await compare('b', hashOf('bob'))).toBe(true);
    const told = JSON.stringify([
      await owner.domain.get({ domainId: made.id }),
      await owner.audit.list({ organizationId }),
    ]);
    expect(told).not.toContain('secret {{x}}');
    expect(told).not.toContain('$2');
  });
});

describe('a host', () => {
  it('leads with one path to one service of a machine, which is named', async () => {
    await add(web, 'shop.example.com');
    const other = await addService('Blog', 'blog');
    await expect(add(other, 'shop.example.com')).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'host', reason: expect.stringContaining('Shop/') },
    });
    await expect(add(web, 'shop.example.com')).rejects.toMatchObject({ code: 'CONFLICT' });
    const elsewhere = core.services.store.write((tx) => addServer(tx, organizationId, 'srv2'));
    core.services.store.database.connection
      .prepare("UPDATE server SET host = 'other.example', host_key_fingerprint = 'SHA256:other' WHERE id = ?")
      .run(elsewhere);
    const third = await addService('Third', 'third', elsewhere);
    expect(await add(third, 'shop.example.com')).toMatchObject({ host: 'shop.example.com' });
    await expect(owner.service.configure({ serviceId: third, spec, serverId })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('is shared only by those who may change the domains of the service that has it', async () => {
    await add(web, 'shop.example.com');
    const other = await addService('Blog', 'blog');
    expect(await add(other, 'shop.example.com', { path: '/blog' })).toMatchObject({ path: '/blog' });
    const accountId = addAccount(core, { organizationId, role: 'Member', name: 'Ann' });
    const { store } = core.services;
    const memberId = store.access.effective(accountId, organizationId)?.memberId ?? '';
    const given = { memberId, teamId: null, nodeId: other, tagIds: null, roleId: null, endsAt: null };
    store.write((tx) => insertGrant(tx, { ...given, organizationId, createdBy: null }));
    const ann = clientOf(core, accountId);
    expect(await add(other, 'ann.example.com', {}, ann)).toMatchObject({ host: 'ann.example.com' });
    for (const host of ['shop.example.com', '*.example.com']) {
      const refused = await add(other, host, { path: '/login' }, ann).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'CONFLICT' });
      expect(String(refused)).toContain('a service that you may not see');
      expect(String(refused)).not.toContain('Shop');
    }
  });

  it('of another organization on the same machine is out of reach, whatever one holds', async () => {
    await add(web, '*.example.com', { https: 'internal' });
    const { id: second } = await owner.organization.create({ name: 'Second' });
    const { id: projectId } = await owner.project.create({ organizationId: second, name: 'Evil' });
    const environmentId = (await owner.environment.list({ projectId }))[0]?.id ?? '';
    const same = core.services.store.write((tx) => addServer(tx, second, 'same'));
    const { id: evil } = await owner.service.create({ environmentId, name: 'evil', spec, serverId: same });
    for (const host of ['shop.example.com', '*.example.com']) {
      const refused = await add(evil, host).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'CONFLICT' });
      expect(String(refused)).not.toContain('Shop');
    }
    expect(await add(evil, 'example.com')).toMatchObject({ host: 'example.com' });
  });
});
