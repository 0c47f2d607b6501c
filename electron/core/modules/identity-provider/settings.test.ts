import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientFor, clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { sql } from '../../store/database.ts';
import { fetchFor } from './fetch-provider.ts';

let core: Core;
let owner: TestClient;
let organizationId: string;

beforeEach(async () => {
  ({ core, client: owner, organizationId } = await createOwnedCore());
});
afterEach(() => core.close());

const roleId = (name: string): string =>
  core.services.store.database.first(
    sql.selectFrom('node').select('id').where('kind', '=', 'role').where('name', '=', name),
  )?.id ?? '';

const create = (client: TestClient, more: object = {}) =>
  client.identityProvider.create({
    organizationId,
    name: 'Login',
    issuer: 'https://login.example.com',
    clientId: 'quayside',
    clientSecret: 'very-secret-text',
    emailDomains: ['example.com'],
    roleId: roleId('Member'),
    ...more,
  });

describe('a provider', () => {
  it('keeps its client secret sealed and tells it to nobody', async () => {
    await create(owner);
    const { database } = core.services.store;
    const kept = JSON.stringify([
      await owner.identityProvider.list({ organizationId }),
      database.all(sql.selectFrom('identity_provider').selectAll()).map((row) => ({
        ...row,
        client_secret: Buffer.from(row.client_secret ?? []).toString('latin1'),
      })),
      database.all(sql.selectFrom('audit_event').selectAll()),
    ]);
    expect(kept).not.toContain('very-secret-text');
    expect(kept).toContain('"hasClientSecret":true');
  });

  it.each(['Owner', 'Admin', 'Manager', 'Developer'])(
    'has no default role above Member: %s is refused, new and later',
    async (name) => {
      const refused = { code: 'INVALID_INPUT', data: { issues: [{ path: 'roleId' }] } };
      await expect(create(owner, { roleId: roleId(name) })).rejects.toMatchObject(refused);
      const { id } = await create(owner);
      await expect(
        owner.identityProvider.update({ organizationId, identityProviderId: id, roleId: roleId(name) }),
      ).rejects.toMatchObject(refused);
    },
  );

  it.each([
    'http://login.example.com',
    'https://user:secret@login.example.com',
    'https://login.example.com/?a=1',
    'https://login.example.com/#a',
    'http://127.0.0.1.evil.test',
    'http://localhost.evil.test',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://evil.test\\@login.example.com',
  ])('is refused with the issuer %s', async (issuer) => {
    await expect(create(owner, { issuer })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it.each(['https://login.example.com/realms/acme', 'http://127.0.0.1:8080/realm', 'http://localhost:9/'])(
    'may have the issuer %s',
    async (issuer) => {
      expect(await create(owner, { issuer })).toMatchObject({ issuer });
    },
  );

  it('is nothing for a Viewer to see or to make', async () => {
    const viewer = clientOf(core, addAccount(core, { organizationId, role: 'Viewer', name: 'Vera' }));
    await expect(viewer.identityProvider.list({ organizationId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('sends browsers back to this machine only', async () => {
    const { id } = await create(owner);
    const hostile = [
      'https://evil.test/oidc/callback',
      'http://127.0.0.1.evil.test/oidc/callback',
      'http://127.0.0.1@evil.test/oidc/callback',
      'http://127.0.0.1/',
      'http://127.0.0.1/oidc/callback?next=https://evil.test',
    ];
    for (const redirectUri of hostile) {
      await expect(
        clientFor(core, { type: 'nobody' }).identityProvider.start({ provider: id, redirectUri }),
      ).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
  });

  it('that is unknown and one that is switched off are one answer', async () => {
    const { id } = await create(owner, { isEnabled: false });
    const redirectUri = 'http://127.0.0.1:4180/oidc/callback';
    for (const provider of [id, 'idp_unknown']) {
      await expect(
        clientFor(core, { type: 'nobody' }).identityProvider.start({ provider, redirectUri }),
      ).rejects.toMatchObject({ code: 'NOT_FOUND', data: { kind: 'identity provider', id: provider } });
    }
  });
});

describe('what a provider’s description may name', () => {
  const ask = (issuer: string, address: string): Promise<unknown> =>
    fetchFor(new URL(issuer), { allowsPrivate: true })(address, {
      method: 'GET',
      headers: {},
      body: null,
      redirect: 'manual',
    });

  it.each([
    ['https://login.example.com', 'http://login.example.com/token'],
    ['https://login.example.com', 'https://127.0.0.1/token'],
    ['https://login.example.com', 'https://localhost/token'],
    ['https://login.example.com', 'https://169.254.169.254/latest/meta-data'],
    ['https://login.example.com', 'https://[::1]/token'],
    ['https://login.example.com', 'https://intranet/token'],
    ['http://127.0.0.1:1', 'http://192.168.0.1/token'],
    ['http://127.0.0.1:1', 'https://login.example.com/token'],
  ])('of %s is not %s', async (issuer, address) => {
    await expect(ask(issuer, address)).rejects.toThrow('which is refused');
  });
});
