import { generateSync } from 'otplib/functional';
import { beforeEach, describe, expect, it } from 'vitest';
import { sql } from '#core/store/database.ts';
import { operations } from '#shared/contract/operations.ts';
import { clientFor, clientOf, type TestClient } from '#test/support/create-test-core.ts';
import { mia, openOidcWorld, redirectUri } from '#test/support/oidc-world.ts';
import { sampleInput } from '#test/support/operations.ts';
import { policyOf } from '#test/support/policy.ts';
import { populate } from '#test/support/populate.ts';
import { addStranger, type Stranger } from '#test/support/strangers.ts';
import { addMember } from '../../seats/index.ts';
import { fetchFor } from './fetch-provider.ts';

const world = openOidcWorld();
let stranger: Stranger;
let roleId: string;

beforeEach(async () => {
  stranger = await addStranger(world.core);
  const { client, organizationId } = stranger;
  const roles = await client.role.list({ organizationId });
  roleId = roles.find(({ name }) => name === 'Member')?.id ?? '';
});

const add = (issuer = 'https://login.rival.example') =>
  stranger.client.identityProvider.create({
    organizationId: stranger.organizationId,
    name: 'Acme SSO',
    issuer,
    clientId: 'quayside',
    emailDomains: ['example.com'],
    roleId,
  });
const change = (identityProviderId: string, edit: object) =>
  stranger.client.identityProvider.update({
    organizationId: stranger.organizationId,
    identityProviderId,
    ...edit,
  });
const shown = async (asked: { organization?: string; email?: string }): Promise<string[]> =>
  (await world.browser().identityProvider.available(asked)).map(({ name }) => name);
const confirm = (provider: string, issuer = 'https://login.rival.example') =>
  world.owner.host.confirmProvider({ provider, issuer, domains: ['example.com'], allowsPrivate: false });

describe('a provider of another organization', () => {
  it('shows on nobody’s sign-in page but by the link of its organization', async () => {
    await add();
    expect(await shown({})).toEqual([]);
    expect(await shown({ email: 'mia@example.com' })).toEqual(['Example login']);
    expect(await shown({ organization: stranger.organizationId })).toEqual(['Acme SSO']);
    expect(await shown({ organization: world.organizationId })).toEqual(['Example login']);
  });

  it('shows for a domain once the operator of the host confirmed it', async () => {
    const { id } = await add();
    expect(await confirm(id)).toMatchObject({ confirmedDomains: ['example.com'] });
    expect(await shown({ email: 'Mia@Example.com' })).toEqual(['Acme SSO', 'Example login']);
    expect(await shown({ email: 'mia@other.example' })).toEqual([]);
  });

  it.each([{ issuer: 'https://evil.example' }, { clientId: 'other' }, { emailDomains: ['bank.example'] }])(
    'is as unconfirmed as before once it was changed by %j',
    async (edit) => {
      const { id } = await add();
      await confirm(id);
      expect(await change(id, edit)).toMatchObject({ confirmedDomains: [] });
      expect(await shown({ email: 'mia@bank.example' })).toEqual([]);
    },
  );

  it('keeps what was confirmed when only its name changes', async () => {
    const { id } = await add();
    await confirm(id);
    expect(await change(id, { name: 'Other' })).toMatchObject({ confirmedDomains: ['example.com'] });
  });

  it('is not confirmed where it was changed since the operator looked', async () => {
    const { id } = await add();
    await change(id, { issuer: 'https://evil.example' });
    await expect(confirm(id)).rejects.toMatchObject({ code: 'CONFLICT', data: { field: 'issuer' } });
  });

  it.each(['http://127.0.0.1:9200', 'https://127.0.0.1', 'https://10.0.0.1', 'https://[::ffff:7f00:1]'])(
    'cannot be at %s, an address of the network of the host',
    async (issuer) => {
      const refusal = { code: 'INVALID_INPUT', data: { issues: [{ path: 'issuer' }] } };
      await expect(add(issuer)).rejects.toMatchObject(refusal);
      const { id } = await add();
      await expect(change(id, { issuer })).rejects.toMatchObject(refusal);
    },
  );

  it('makes the host ask nothing of its own network by a name that leads there', async () => {
    const { id: provider } = await add('https://localhost.localdomain');
    const start = world.browser().identityProvider.start({ provider, redirectUri });
    await expect(start).rejects.toMatchObject({ code: 'UNREACHABLE' });
    const ask = fetchFor(new URL('https://localhost:1'), { allowsPrivate: false });
    const request = { method: 'GET', headers: {}, body: null, redirect: 'manual' } as const;
    await expect(ask('https://localhost:1/token', request)).rejects.toThrow(
      'no address in the public internet',
    );
  });

  it('lets no newcomer in before the operator confirmed the domain', async () => {
    const { database } = world.core.services.store;
    const columns = { confirmed_domains: '[]' };
    database.run(sql.updateTable('identity_provider').set(columns).where('id', '=', world.provider));
    await expect(world.signIn(world.browser())).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      data: { reason: expect.stringContaining('operator of this host') },
    });
    expect(world.accounts()).toBe(2);
  });
});

describe('a session that the second factor of a provider opened', () => {
  let client: TestClient;
  let codeNow: () => string;

  beforeEach(async () => {
    const first = world.browser();
    const { session } = await world.signIn(first);
    const password = 'a password of Mia';
    await first.session.setPassword({ newPassword: password });
    const { secret } = await first.session.startTwoFactor({ password });
    codeNow = () => generateSync({ secret, epoch: Math.floor(world.clock.now() / 1_000) });
    await first.session.confirmTwoFactor({ code: codeNow() });
    world.clock.pass(30_000);
    const accountId = session.account?.id ?? '';
    const { organizationId } = stranger;
    world.core.services.store.write((tx) => addMember(tx, { organizationId, accountId, roleId }));
    await world.owner.host.setRights({ account: accountId, rights: ['operate'] });
    await world.change({ trustsSecondFactor: true });
    client = world.browser();
    expect((await world.signIn(client)).session.onlyIn).toBe(world.organizationId);
  });

  it('opens the organization of the provider, and names no other', async () => {
    expect((await client.organization.list()).map(({ name }) => name)).toEqual(['Acme']);
    expect((await client.session.current()).organizations.map(({ name }) => name)).toEqual(['Acme']);
    await expect(client.tree.resolve({ path: 'Rivals' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('answers every operation on the ids of another organization as on unknown ones', async () => {
    const ids = populate(world.core, stranger.organizationId).inScope;
    const named = operations.filter(({ name }) => policyOf(name).on !== '');
    for (const operation of named) {
      const [noun, verb] = operation.name.split('.') as ['tree', 'get'];
      const asked = client[noun][verb](sampleInput(operation, ids) as never);
      await expect(asked, operation.name).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('brings no right of the host along', async () => {
    expect((await client.session.current()).hostRights).toEqual([]);
    await expect(client.host.accounts()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('opens the others by a code of the account’s own, and by no other', async () => {
    await expect(client.session.proveSecondFactor({ code: '000000' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect((await client.session.current()).onlyIn).toBe(world.organizationId);
    const session = await client.session.proveSecondFactor({ code: codeNow() });
    expect(session.onlyIn).toBeUndefined();
    expect(session.organizations.map(({ name }) => name)).toEqual(['Acme', 'Rivals']);
  });
});

describe('a new address of an account', () => {
  const wants = (email: string): string => {
    const accountId = 'acc_mia';
    world.core.services.store.write((tx) => {
      const row = { id: accountId, name: 'Mia', email: 'old@example.com', created_at: tx.now };
      tx.database.run(sql.insertInto('account').values({ ...row, pending_email: email }));
      const roles = sql.selectFrom('node').select('id').where('parent_id', '=', world.organizationId);
      const role = tx.database.first(roles.where('name', '=', 'Member'));
      addMember(tx, { organizationId: world.organizationId, accountId, roleId: role?.id ?? '' });
    });
    return accountId;
  };
  const link = async (client: TestClient) => client.identityProvider.link(await world.begin(client));

  it('counts once a provider vouches for it in a domain that the operator confirmed', async () => {
    const client = clientOf(world.core, wants(mia.email.toLowerCase()));
    await link(client);
    const { account } = await client.session.current();
    expect(account).toMatchObject({ email: 'mia@example.com' });
    expect(account?.pendingEmail).toBeUndefined();
  });

  it('stays unverified by a provider whose domain the operator did not confirm', async () => {
    const columns = { confirmed_domains: '[]' };
    world.core.services.store.database.run(sql.updateTable('identity_provider').set(columns));
    const client = clientFor(world.core, { type: 'account', accountId: wants('mia@example.com') });
    await link(client);
    expect((await client.session.current()).account).toMatchObject({
      email: 'old@example.com',
      pendingEmail: 'mia@example.com',
    });
  });
});
