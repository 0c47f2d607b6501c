import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { makeCertificate } from '#test/support/certificates.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { fakeClock } from '#test/support/people.ts';
import { addServer } from '#test/support/populate.ts';
import type { Core } from '../../../create-core.ts';
import { shownRow } from './queries.ts';
import { noteSeen, type Seen } from './rows.ts';
import { warnOfEnds } from './warn.ts';

const day = 24 * 60 * 60 * 1_000;
const start = Date.parse('2026-03-01T10:00:00Z');
const made = makeCertificate({
  ...{ name: 'shop', names: 'DNS:shop.example.com' },
  ...{ from: '20260101000000Z', until: '20260501000000Z' },
});
const end = Date.parse('2026-05-01T00:00:00Z');

let clock: ReturnType<typeof fakeClock>;
let core: Core;
let owner: TestClient;
let organizationId: string;
let serviceId: string;

beforeEach(async () => {
  clock = fakeClock(start);
  ({ core, client: owner, organizationId } = await createOwnedCore({ now: clock.now }));
  const serverId = core.services.store.write((tx) => addServer(tx, organizationId, 'srv1'));
  const { id: projectId } = await owner.project.create({ organizationId, name: 'Shop' });
  const environmentId = (await owner.environment.list({ projectId }))[0]?.id ?? '';
  const spec = { source: { type: 'image' as const, image: 'nginx:1.27' } };
  serviceId = (await owner.service.create({ environmentId, name: 'web', spec, serverId })).id;
});
afterEach(() => core.close());

const addOwn = () =>
  owner.certificate.create({
    ...{ organizationId, name: 'Shop “$&”', chain: made.certificate, privateKey: made.key },
  });
const addDomain = (host: string, more: object = {}) =>
  owner.domain.create({ serviceId, host, port: 8080, ...more });
const at = (leftDays: number): void => clock.pass(end - leftDays * day - clock.now());
const turn = () => core.services.certificateWatch.turn();
const notices = async (): Promise<string[]> =>
  (await owner.organization.notices({ organizationId })).map(({ text }) => text).toReversed();

/** As after a look at the server, which only a server could answer. */
function saw(domainId: string, seen: Partial<Seen> & { lifetimeDays?: number; leftDays: number }): void {
  const { store } = core.services;
  const row = shownRow(store, domainId);
  if (!row) throw new Error('no such domain');
  const notAfter = clock.now() + seen.leftDays * day;
  const notBefore = notAfter - (seen.lifetimeDays ?? 90) * day;
  const found = { hosts: [row.host], issuer: 'Authority', fingerprint: 'AA', notBefore, notAfter, ...seen };
  store.write((tx) => noteSeen(tx, row, found));
}

describe('the end of a certificate that was brought along', () => {
  it('is told 30, 14, 7 and 1 days before and when it has come, once each', async () => {
    await addOwn();
    for (const left of [31, 30, 29, 14, 7, 6, 1, 0.5, 0, -3]) {
      at(left);
      await turn();
      await turn();
    }
    expect(await notices()).toEqual([
      'The certificate “Shop “$&”” ends within 30 days, on 2026-05-01. Replace it under Connections → Certificates.',
      expect.stringContaining('ends within 14 days'),
      expect.stringContaining('ends within 7 days'),
      expect.stringContaining('ends within 1 day, on'),
      expect.stringContaining('ended on 2026-05-01'),
    ]);
  });

  it('is told by its newest warning alone after a long sleep, and begins anew with the one that replaces it', async () => {
    const { id: certificateId } = await addOwn();
    at(0.5);
    await turn();
    expect(await notices()).toEqual([expect.stringContaining('within 1 day,')]);
    const newer = makeCertificate({
      ...{ name: 'shop', names: 'DNS:shop.example.com', key: made.key },
      ...{ from: '20260401000000Z', until: '20260601000000Z' },
    });
    await owner.certificate.replace({ certificateId, chain: newer.certificate });
    await turn();
    expect(await notices()).toHaveLength(1);
    at(-18);
    await turn();
    expect(await notices()).toEqual([
      expect.anything(),
      expect.stringContaining('within 14 days, on 2026-06-01'),
    ]);
  });

  it('stands in the trail of the organization, by its own name', async () => {
    await addOwn();
    at(7);
    await turn();
    const { items } = await owner.audit.list({ organizationId });
    expect(items[0]).toMatchObject({ operation: 'certificate.warn', actor: 'Quayside itself' });
    expect(JSON.stringify(items[0])).toContain('its certificate ends within 7 days');
  });

  it('is written down with all that is told of it, or not at all', async () => {
    await addOwn();
    at(7);
    const { store } = core.services;
    store.database.connection.exec(
      "CREATE TRIGGER full BEFORE INSERT ON notice BEGIN SELECT RAISE(ABORT, 'full'); END",
    );
    expect(() => warnOfEnds(store)).toThrow('full');
    store.database.connection.exec('DROP TRIGGER full');
    expect(warnOfEnds(store)).toBe(1);
    expect(warnOfEnds(store)).toBe(0);
    expect(await notices()).toHaveLength(1);
  });

  it('degrades the services that show it, a day before', async () => {
    const { id: certificateId } = await addOwn();
    await addDomain('shop.example.com', { https: 'own', certificateId });
    const { connection } = core.services.store.database;
    connection.prepare("UPDATE service SET state = 'running' WHERE id = ?").run(serviceId);
    const dot = async () =>
      (await owner.tree.get({ organizationId })).nodes.find(({ id }) => id === serviceId)?.state;
    at(2);
    expect(await dot()).toBe('running');
    at(1);
    expect(await dot()).toBe('degraded');
  });
});

describe('the end of a certificate that a proxy gets', () => {
  it('is told once the proxy is late with renewing it, and only by what was seen within a day', async () => {
    const { id } = await addDomain('bücher.example.com');
    saw(id, { leftDays: 29 });
    await turn();
    saw(id, { leftDays: 14 });
    clock.pass(2 * day);
    await turn();
    expect(await notices()).toEqual([]);
    saw(id, { leftDays: 12 });
    await turn();
    expect(await notices()).toEqual([
      expect.stringMatching(
        /^The certificate of bücher\.example\.com, which its proxy .* ends within 14 days/,
      ),
    ]);
    saw(id, { leftDays: 89, fingerprint: 'BB' });
    await turn();
    expect(await notices()).toHaveLength(1);
  });

  it('is told of no domain that is off, or that is shown a certificate for others', async () => {
    const { id } = await addDomain('shop.example.com');
    saw(id, { leftDays: 1, hosts: ['other.example.com'] });
    await turn();
    saw(id, { leftDays: 1 });
    await owner.domain.update({ domainId: id, isEnabled: false });
    await turn();
    expect(await notices()).toEqual([]);
  });
});

describe('the certificates that visitors are shown', () => {
  it('are listed beside each other by host, from either source', async () => {
    const { id: certificateId } = await addOwn();
    const own = await addDomain('shop.example.com', { https: 'own', certificateId });
    const acme = await addDomain('api.example.com');
    await addDomain('plain.example.com', { https: 'none' });
    saw(acme.id, { leftDays: 60 });
    expect(await owner.domain.certificates({ organizationId })).toMatchObject([
      {
        ...{ domainId: acme.id, host: 'api.example.com', source: 'acme', path: 'Shop/production/web' },
        ...{ certificateId: null, problem: null, seenAt: new Date(clock.now()).toISOString() },
        certificate: { issuer: 'Authority', standing: 'good' },
      },
      {
        ...{ domainId: own.id, host: 'shop.example.com', source: 'own', certificateId, seenAt: null },
        certificate: { standing: 'good', notAfter: new Date(end).toISOString() },
      },
    ]);
    expect((await owner.domain.get({ domainId: acme.id })).certificate).toMatchObject({ id: null });
  });

  it('are none where nobody looked yet, or the host is another one since', async () => {
    const { id: domainId } = await addDomain('api.example.com');
    const [before] = await owner.domain.certificates({ organizationId });
    expect(before).toMatchObject({ seenAt: null, certificate: null, problem: null });
    saw(domainId, { leftDays: 60 });
    await owner.domain.update({ domainId, host: 'new.example.com' });
    expect(await owner.domain.certificates({ organizationId })).toMatchObject([{ certificate: null }]);
  });

  it('are shown only to those who may read the domain', async () => {
    await addDomain('api.example.com');
    const mia = clientOf(core, addAccount(core, { organizationId, role: 'Member', name: 'Mia' }));
    await expect(mia.domain.certificates({ organizationId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('cannot be looked at before a deployment, or of a domain that has none', async () => {
    const { id: waiting } = await addDomain('api.example.com');
    const { id: plain } = await addDomain('plain.example.com', { https: 'none' });
    for (const domainId of [waiting, plain])
      await expect(owner.domain.lookAtCertificate({ domainId })).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
