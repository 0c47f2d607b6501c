import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { type Made, makeCertificate } from '#test/support/certificates.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { addServer } from '#test/support/populate.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';
import { routesOf } from '../domain/routes-of.ts';

const names = 'DNS:shop.example.com,DNS:*.example.com,DNS:xn--bcher-kva.example';

let authority: Made;
let made: Made;
let newer: Made;
beforeAll(() => {
  authority = makeCertificate({ name: 'Root' });
  made = makeCertificate({ name: 'shop', names, by: authority });
  newer = makeCertificate({ name: 'shop', names, by: authority, key: made.key });
});

let core: Core;
let owner: TestClient;
let organizationId: string;
let serviceId: string;

beforeEach(async () => {
  ({ core, client: owner, organizationId } = await createOwnedCore());
  const serverId = core.services.store.write((tx) => addServer(tx, organizationId, 'srv1'));
  const { id: projectId } = await owner.project.create({ organizationId, name: 'Shop' });
  const environmentId = (await owner.environment.list({ projectId }))[0]?.id ?? '';
  const spec = { source: { type: 'image' as const, image: 'nginx:1.27' } };
  serviceId = (await owner.service.create({ environmentId, name: 'web', spec, serverId })).id;
});
afterEach(() => core.close());

const pem = ({ certificate: chain, key: privateKey }: Made) => ({ chain, privateKey });
const add = (of = made, client = owner, into = organizationId) =>
  client.certificate.create({ organizationId: into, name: of === made ? 'Shop' : 'Another', ...pem(of) });
const show = (
  certificateId: string | undefined,
  host = 'shop.example.com',
  more: object = {},
  client = owner,
) =>
  client.domain.create({
    ...{ serviceId, host, port: 8080, https: 'own' as const },
    ...(certificateId ? { certificateId } : {}),
    ...more,
  });
const as = (role: string): TestClient =>
  clientOf(core, addAccount(core, { organizationId, role, name: role }));
const refusedAt = (path: string, message: RegExp) => ({
  code: 'INVALID_INPUT',
  data: { issues: [{ path, message: expect.stringMatching(message) }] },
});
const shownKey = (): string | undefined =>
  routesOf(core.services.store, serviceId).routes[0]?.certificate?.openKey();

describe('the key of a certificate', () => {
  it('is sealed, and answered and told to nobody', async () => {
    const { id: certificateId } = await add();
    const domain = await show(certificateId);
    await owner.certificate.replace({ certificateId, ...pem(newer) });
    await expect(
      owner.certificate.replace({ certificateId, ...pem({ ...newer, key: authority.key }) }),
    ).rejects.toThrow();
    const { database } = core.services.store;
    const kept = JSON.stringify([
      domain,
      await owner.certificate.list({ organizationId }),
      await owner.certificate.get({ certificateId }),
      await owner.certificate.usage({ certificateId }),
      await owner.audit.list({ organizationId }),
      database
        .all(sql.selectFrom('certificate').selectAll())
        .map((row) => ({ ...row, private_key: Buffer.from(row.private_key).toString('latin1') })),
      database.all(sql.selectFrom('audit_event').selectAll()),
    ]);
    expect(kept).toContain('shop.example.com');
    for (const line of made.key
      .split('\n')
      .filter((each) => each.length > 10 && !each.includes('PRIVATE KEY')))
      expect(kept).not.toContain(line);
    expect(shownKey()).toContain('BEGIN PRIVATE KEY');
  });

  it('opens for no other certificate than its own', async () => {
    const { id } = await add();
    const other = await owner.certificate.create({ organizationId, name: 'Other', ...pem(made) });
    await show(other.id);
    core.services.store.write((tx) => {
      const row = tx.database.first(sql.selectFrom('certificate').select('private_key').where('id', '=', id));
      if (row) tx.database.run(sql.updateTable('certificate').set(row).where('id', '=', other.id));
    });
    expect(shownKey).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
  });

  it('stays where the new certificate is for it, and is asked for where it is not', async () => {
    const { id: certificateId, fingerprint, version } = await add();
    const replaced = await owner.certificate.replace({ certificateId, chain: newer.certificate, version });
    expect(replaced.fingerprint).not.toBe(fingerprint);
    const stranger = makeCertificate({ name: 'shop', names, by: authority });
    await expect(
      owner.certificate.replace({ certificateId, chain: stranger.certificate }),
    ).rejects.toMatchObject(refusedAt('privateKey', /is not the key of/));
    await expect(
      owner.certificate.replace({ certificateId, ...pem(stranger), version }),
    ).rejects.toMatchObject({ code: 'CONFLICT', data: { field: 'version' } });
  });
});

describe('a domain', () => {
  it.each([
    ['shop.example.com', {}],
    ['api.example.com', {}],
    ['*.example.com', {}],
    ['Bücher.example', {}],
    ['shop.example.com', { path: '/api', stripsPath: true }],
    ['www.shop.example.com', {}, /is not for www\.shop\.example\.com; it is for shop\.example\.com/],
    ['shop.example.com', { redirectsWww: true }, /is not for www\.shop\.example\.com/],
    ['example.com', {}, /is not for example\.com/],
    ['a.b.example.com', {}, /is not for a\.b\.example\.com/],
    ['*.shop.example.com', {}, /is not for/],
  ])('of %s with %j shows a certificate that is for it', async (host, more, words?: RegExp) => {
    const { id } = await add();
    const asked = show(id, host, more);
    if (words) return expect(asked).rejects.toMatchObject(refusedAt('certificateId', words));
    expect(await asked).toMatchObject({ https: 'own', certificate: { id, standing: 'good' } });
  });

  it('needs one where it is to show one, and takes none otherwise', async () => {
    const { id } = await add();
    await expect(show(undefined)).rejects.toMatchObject(refusedAt('certificateId', /is needed/));
    await expect(show(id, undefined, { https: 'acme' })).rejects.toMatchObject(
      refusedAt('certificateId', /only where https is own/),
    );
    const { id: domainId } = await show(id);
    expect(await owner.domain.update({ domainId, port: 81 })).toMatchObject({ certificate: { id } });
    await expect(owner.domain.update({ domainId, host: 'example.com' })).rejects.toMatchObject(
      refusedAt('certificateId', /is not for example\.com/),
    );
    expect(await owner.domain.update({ domainId, https: 'acme' })).toMatchObject({ certificate: null });
    await expect(owner.domain.update({ domainId, https: 'own' })).rejects.toMatchObject(
      refusedAt('certificateId', /is needed/),
    );
    expect(await owner.domain.update({ domainId, https: 'own', certificateId: id })).toMatchObject({
      certificate: { id },
    });
  });

  it('shows none of another organization, though one belongs to both', async () => {
    const other = await owner.organization.create({ name: 'Other' });
    const { id } = await add(made, owner, other.id);
    await expect(show(id)).rejects.toMatchObject({ code: expect.stringMatching(/INVALID_INPUT|NOT_FOUND/) });
    expect(await owner.domain.list({ serviceId })).toEqual([]);
  });

  it('shows none whose time is not now, and keeps one that ends', async () => {
    const early = makeCertificate({ name: 'early', names, by: authority, from: '21000101000000Z' });
    const { id } = await add(early);
    await expect(show(id)).rejects.toMatchObject(refusedAt('certificateId', /begins on 2100-01-01/));
    const good = await add();
    const { id: domainId } = await show(good.id);
    core.services.store.database.run(
      sql
        .updateTable('certificate')
        .set({ not_after: Date.now() - 1 })
        .where('id', '=', good.id),
    );
    expect(await owner.domain.update({ domainId, port: 81 })).toMatchObject({
      certificate: { standing: 'ended' },
    });
    await expect(show(good.id, 'b.example.com')).rejects.toMatchObject(
      refusedAt('certificateId', /ended on .*; replace it first/),
    );
  });
});

describe('a certificate that domains show', () => {
  it('is replaced for all of them, unless the new one is not for one of them', async () => {
    const { id: certificateId } = await add();
    await show(certificateId);
    const wanted = () =>
      core.services.store.database.first(
        sql.selectFrom('service_route').select('wanted').where('service_id', '=', serviceId),
      )?.wanted;
    const [before, digest] = [
      wanted(),
      routesOf(core.services.store, serviceId).routes[0]?.certificate?.digest,
    ];
    await owner.certificate.replace({ certificateId, chain: newer.certificate });
    expect(wanted()).toBe((before ?? 0) + 1);
    expect(routesOf(core.services.store, serviceId).routes[0]?.certificate?.digest).not.toBe(digest);
    const narrow = makeCertificate({ name: 'narrow', names: 'DNS:api.example.com', by: authority });
    await expect(owner.certificate.replace({ certificateId, ...pem(narrow) })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'chain', reason: expect.stringContaining('is not for shop.example.com') },
    });
    const early = makeCertificate({ name: 'early', names, by: authority, from: '21000101000000Z' });
    await expect(owner.certificate.replace({ certificateId, ...pem(early) })).rejects.toMatchObject({
      data: { field: 'chain', reason: expect.stringContaining('begins on 2100-01-01') },
    });
  });

  it('is not deleted, and is once none shows it', async () => {
    const { id: certificateId } = await add();
    const { id: domainId } = await show(certificateId);
    expect(await owner.certificate.usage({ certificateId })).toEqual([
      { domainId, serviceId, path: 'Shop/production/web', host: 'shop.example.com' },
    ]);
    await expect(owner.certificate.delete({ certificateId })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { reason: expect.stringContaining('Shop/production/web') },
    });
    await owner.domain.update({ domainId, https: 'none' });
    await owner.certificate.delete({ certificateId });
    expect(await owner.certificate.list({ organizationId })).toEqual([]);
  });

  it('goes with its organization', async () => {
    const { id } = await add();
    await show(id);
    core.services.store.write((tx) => tx.removeNode(organizationId));
    expect(core.services.store.database.all(sql.selectFrom('certificate').select('id'))).toEqual([]);
  });

  it('names nothing to who may not read the domain, and is kept for it', async () => {
    const { id: certificateId } = await add();
    await show(certificateId);
    await owner.role.create({
      organizationId,
      ...{ name: 'Registrar', reach: 'organization' as const },
      permissions: ['certificate.read', 'certificate.update', 'certificate.delete'],
    });
    const registrar = as('Registrar');
    expect(await registrar.certificate.usage({ certificateId })).toEqual([]);
    const narrow = makeCertificate({ name: 'narrow', names: 'DNS:api.example.com', by: authority });
    for (const attempt of [
      registrar.certificate.delete({ certificateId }),
      registrar.certificate.replace({ certificateId, ...pem(narrow) }),
    ]) {
      const refused = await attempt.catch((error: unknown) => error);
      expect(refused).toMatchObject({
        code: 'CONFLICT',
        data: { reason: expect.stringMatching(/may not see/) },
      });
      expect(JSON.stringify(refused)).not.toMatch(/Shop\/|shop\.example/);
    }
  });
});

it('is in each of its five standings by how near its end is', async () => {
  const { id: certificateId } = await add();
  const in_ = async (days: number) => {
    const ends = core.services.store.now() + days * 86_400_000;
    core.services.store.database.run(
      sql.updateTable('certificate').set({ not_after: ends }).where('id', '=', certificateId),
    );
    return (await owner.certificate.get({ certificateId })).standing;
  };
  const standings = [];
  for (const days of [31, 29, 13, 2, -1]) standings.push(await in_(days));
  expect(standings).toEqual(['good', 'month', 'fortnight', 'days', 'ended']);
});

describe('who', () => {
  it('is a Developer reads and shows certificates, and changes none', async () => {
    const { id: certificateId } = await add();
    const developer = as('Developer');
    expect(await developer.certificate.list({ organizationId })).toHaveLength(1);
    expect(await show(certificateId, undefined, {}, developer)).toMatchObject({ https: 'own' });
    const forbidden = { code: 'FORBIDDEN' };
    await expect(add(made, developer)).rejects.toMatchObject(forbidden);
    await expect(developer.certificate.replace({ certificateId, ...pem(newer) })).rejects.toMatchObject(
      forbidden,
    );
    await expect(developer.certificate.delete({ certificateId })).rejects.toMatchObject(forbidden);
  });

  it('may change a domain and read no certificate chooses none, and keeps the one that is there', async () => {
    const { id: certificateId } = await add();
    const { id: domainId } = await show(certificateId);
    await owner.role.create({
      organizationId,
      ...{ name: 'Router', reach: 'organization' as const },
      permissions: ['service.read', 'domain.read', 'domain.create', 'domain.update'],
    });
    const router = as('Router');
    await expect(show(certificateId, 'b.example.com', {}, router)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await router.domain.update({ domainId, port: 81 })).toMatchObject({
      certificate: { id: certificateId },
    });
  });

  it('reads of a domain that shows one is told of it by its name, and whoever may not see it of nothing', async () => {
    const { id: certificateId } = await add();
    await show(certificateId);
    const told = async (client: TestClient) => {
      const { items } = await client.audit.list({ organizationId });
      return JSON.stringify(items.find(({ operation }) => operation === 'domain.create') ?? null);
    };
    expect(await told(owner)).toContain('Shop');
    expect(await told(owner)).not.toContain(certificateId);
    await owner.role.create({
      organizationId,
      ...{ name: 'Auditor', reach: 'organization' as const },
      permissions: ['service.read', 'domain.read', 'audit.read'],
    });
    expect(await told(as('Auditor'))).not.toMatch(new RegExp(`${certificateId}|Shop`));
  });

  it('is of another organization finds none of it', async () => {
    const { id: certificateId } = await add();
    const other = await owner.organization.create({ name: 'Other' });
    const accountId = addAccount(core, { organizationId: other.id, role: 'Admin', name: 'Stella' });
    const stranger = clientOf(core, accountId);
    const unknown = { code: 'NOT_FOUND' };
    await expect(stranger.certificate.get({ certificateId })).rejects.toMatchObject(unknown);
    await expect(stranger.certificate.usage({ certificateId })).rejects.toMatchObject(unknown);
    await expect(stranger.certificate.replace({ certificateId, ...pem(newer) })).rejects.toMatchObject(
      unknown,
    );
    await expect(stranger.certificate.delete({ certificateId })).rejects.toMatchObject(unknown);
  });
});
