import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientFor, clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { type OidcServer, startOidcServer } from '#test/support/oidc-server.ts';
import { sql } from '../../store/database.ts';

const redirectUri = 'http://127.0.0.1:4180/oidc/callback';
const mia = { sub: 'mia-1', email: 'Mia@Example.com', isVerified: true, name: 'Mia' };
const unauthenticated = { code: 'UNAUTHENTICATED' };

let server: OidcServer;
let core: Core;
let owner: TestClient;
let organizationId: string;
let provider: string;
let now = 0;

beforeAll(async () => {
  server = await startOidcServer(mia, [redirectUri]);
});
afterAll(() => server.close());

const roleId = (name: string): string =>
  core.services.store.database.first(
    sql
      .selectFrom('node')
      .select('id')
      .where('kind', '=', 'role')
      .where('parent_id', '=', organizationId)
      .where('name', '=', name),
  )?.id ?? '';

const addProvider = async (more: object = {}): Promise<string> => {
  const { issuer, clientId, clientSecret } = server;
  const made = await owner.identityProvider.create({
    organizationId,
    name: 'Example login',
    issuer,
    clientId,
    clientSecret,
    emailDomains: ['example.com'],
    roleId: roleId('Member'),
    ...more,
  });
  return made.id;
};

beforeEach(async () => {
  now = Date.now();
  server.person = mia;
  const made = await createOwnedCore({ now: () => now });
  ({ core, client: owner, organizationId } = made);
  provider = await addProvider();
  // Whoever comes now is not the first account of the store.
  now += 1_000;
});
afterEach(() => core.close());

/** A browser that nobody has signed in on. */
const browser = (): TestClient => clientFor(core, { type: 'nobody' });

interface Answer {
  readonly flow: string;
  readonly state: string;
  readonly code?: string;
  readonly issuer?: string;
}

/** Begins a sign-in, goes to the provider, and answers what comes back to the callback page. */
const begin = async (client: TestClient): Promise<Answer> => {
  const { url, flow } = await client.identityProvider.start({ provider, redirectUri });
  const { searchParams } = new URL(await server.visit(url));
  const [code, issuer] = [searchParams.get('code'), searchParams.get('iss')];
  return {
    flow,
    state: searchParams.get('state') ?? '',
    ...(code ? { code } : {}),
    ...(issuer ? { issuer } : {}),
  };
};

const signIn = async (client: TestClient) => client.identityProvider.finish(await begin(client));

const accounts = () => core.services.store.database.all(sql.selectFrom('account').selectAll());

describe('signing in by a real OpenID provider', () => {
  it('is offered by name, before anybody is signed in', async () => {
    expect(await browser().identityProvider.available()).toEqual([{ provider, name: 'Example login' }]);
  });

  it('makes a Member of somebody new of an allowed domain, and finds them again the next time', async () => {
    const client = browser();
    const { session, token } = await signIn(client);
    expect(session).toMatchObject({ account: { name: 'Mia', email: 'mia@example.com' } });
    expect(session.organizations).toMatchObject([{ id: organizationId, role: 'Member', permissions: [] }]);
    expect(core.services.sessions.find(token)).toBeDefined();
    expect((await client.session.current()).account?.email).toBe('mia@example.com');
    const again = await signIn(browser());
    expect(again.session.account?.id).toBe(session.account?.id);
    expect(accounts()).toHaveLength(2);
  });

  it('sends PKCE by S256, and a state and a nonce of its own each time', async () => {
    const asked = [];
    for (const client of [browser(), browser()]) {
      asked.push(new URL((await client.identityProvider.start({ provider, redirectUri })).url).searchParams);
    }
    for (const parameters of asked) {
      expect(parameters.get('code_challenge_method')).toBe('S256');
      expect(parameters.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    }
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(asked[0]?.get(name)).toBeTruthy();
      expect(asked[0]?.get(name)).not.toBe(asked[1]?.get(name));
    }
  });

  it('lets a linked account in by what the provider calls it, whatever its address is by then', async () => {
    const first = await signIn(browser());
    server.person = { ...mia, email: 'mia@elsewhere.test', isVerified: false };
    const { session } = await signIn(browser());
    expect(session.account?.id).toBe(first.session.account?.id);
    expect(session.account?.email).toBe('mia@example.com');
  });
});

describe('an answer that does not belong to the sign-in', () => {
  it('is refused with another state, and the sign-in is over', async () => {
    const client = browser();
    const answer = await begin(client);
    await expect(client.identityProvider.finish({ ...answer, state: 'guessed' })).rejects.toMatchObject(
      unauthenticated,
    );
    await expect(client.identityProvider.finish(answer)).rejects.toMatchObject(unauthenticated);
    expect(accounts()).toHaveLength(1);
  });

  it('is refused without the secret of the window that began, so that nobody is signed in as somebody else', async () => {
    const answer = await begin(browser());
    await expect(
      browser().identityProvider.finish({ ...answer, flow: 'of-another-window' }),
    ).rejects.toMatchObject(unauthenticated);
  });

  it('is refused the second time, and after ten minutes', async () => {
    const client = browser();
    const answer = await begin(client);
    await client.identityProvider.finish(answer);
    await expect(browser().identityProvider.finish(answer)).rejects.toMatchObject(unauthenticated);
    const late = await begin(browser());
    now += 10 * 60_000;
    await expect(browser().identityProvider.finish(late)).rejects.toMatchObject(unauthenticated);
  });

  it('is refused with the code of another sign-in (PKCE and nonce)', async () => {
    const [first, second] = [await begin(browser()), await begin(browser())];
    const mixed = { ...second, ...(first.code ? { code: first.code } : {}) };
    await expect(browser().identityProvider.finish(mixed)).rejects.toMatchObject(unauthenticated);
  });

  it('is refused where it says that another issuer sent it', async () => {
    const answer = await begin(browser());
    await expect(
      browser().identityProvider.finish({ ...answer, issuer: 'https://evil.test' }),
    ).rejects.toMatchObject(unauthenticated);
  });

  it('is refused where the provider let nobody in', async () => {
    const { flow, state } = await begin(browser());
    await expect(
      browser().identityProvider.finish({ flow, state, error: 'access_denied' }),
    ).rejects.toMatchObject(unauthenticated);
  });
});

describe('somebody new', () => {
  it('is refused with an address that is not verified, or of another domain', async () => {
    const refused = [
      { ...mia, isVerified: false },
      { ...mia, email: 'mia@example.com.evil.test' },
      { ...mia, email: 'mia@sub.example.com' },
      { ...mia, email: 'no address' },
    ];
    for (const person of refused) {
      server.person = person;
      await expect(signIn(browser())).rejects.toMatchObject(unauthenticated);
    }
    expect(accounts()).toHaveLength(1);
  });

  it('R9: is refused where no seat is free', async () => {
    core.services.store.database.run(sql.updateTable('organization').set({ seat_limit: 1 }));
    await expect(signIn(browser())).rejects.toMatchObject({ code: 'LIMIT' });
    expect(accounts()).toHaveLength(1);
  });

  it('never takes over an account by its address alone: it is linked after signing in to it', async () => {
    const accountId = addAccount(core, { organizationId, role: 'Viewer', name: 'Vera' });
    const vera = clientOf(core, accountId);
    server.person = { ...mia, email: `${accountId.toUpperCase()}@example.com` };
    await expect(signIn(browser())).rejects.toMatchObject({ code: 'CONFLICT', data: { field: 'email' } });
    const answer = await begin(vera);
    await expect(browser().identityProvider.link(answer)).rejects.toMatchObject(unauthenticated);
    const linked = await vera.identityProvider.link(await begin(vera));
    expect(linked).toMatchObject({ provider: 'Example login', organization: 'Acme' });
    const { session } = await signIn(browser());
    expect(session.account?.id).toBe(accountId);
  });

  it('finds no role above Member, even one that was raised after it was chosen', async () => {
    const custom = await owner.role.create({
      organizationId,
      name: 'Newcomer',
      level: 20,
      reach: 'granted',
      permissions: ['logs.read'],
    });
    await owner.identityProvider.update({ organizationId, identityProviderId: provider, roleId: custom.id });
    await owner.role.update({ roleId: custom.id, level: 40 });
    await expect(signIn(browser())).rejects.toMatchObject(unauthenticated);
    expect(accounts()).toHaveLength(1);
  });
});

describe('an identity', () => {
  it('belongs to one account, and an account has one of each provider', async () => {
    await signIn(browser());
    const vera = clientOf(core, addAccount(core, { organizationId, role: 'Viewer', name: 'Vera' }));
    const taken = { code: 'CONFLICT', data: { field: 'identity' } };
    await expect(vera.identityProvider.link(await begin(vera))).rejects.toMatchObject(taken);
    server.person = { ...mia, sub: 'mia-2' };
    await vera.identityProvider.link(await begin(vera));
    server.person = { ...mia, sub: 'mia-3' };
    await expect(vera.identityProvider.link(await begin(vera))).rejects.toMatchObject(taken);
  });

  it('is linked only by a member of the organization whose provider it is', async () => {
    const stranger = core.services.store.write((tx) => {
      const row = { id: 'acc_stranger', name: 'Stranger', email: 's@example.com', created_at: tx.now + 5 };
      tx.database.run(sql.insertInto('account').values(row));
      return row.id;
    });
    const client = clientOf(core, stranger);
    await expect(client.identityProvider.link(await begin(client))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('lets nobody in who was removed or suspended, and nobody by a provider that is switched off', async () => {
    const { session } = await signIn(browser());
    const memberId = session.organizations[0]?.memberId ?? '';
    await owner.member.suspend({ memberId });
    await expect(signIn(browser())).rejects.toMatchObject(unauthenticated);
    await owner.member.restore({ memberId });
    const begun = await begin(browser());
    await owner.identityProvider.update({ organizationId, identityProviderId: provider, isEnabled: false });
    await expect(browser().identityProvider.finish(begun)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(browser().identityProvider.start({ provider, redirectUri })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await browser().identityProvider.available()).toEqual([]);
    await owner.identityProvider.update({ organizationId, identityProviderId: provider, isEnabled: true });
    await owner.member.remove({ memberId });
    await expect(signIn(browser())).rejects.toMatchObject(unauthenticated);
  });

  it('is unlinked by its own account only', async () => {
    const vera = clientOf(core, addAccount(core, { organizationId, role: 'Viewer', name: 'Vera' }));
    const { identity } = await vera.identityProvider.link(await begin(vera));
    await expect(owner.identityProvider.unlink({ identity })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await vera.identityProvider.identities()).toMatchObject([{ identity }]);
  });

  it('is not unlinked while it is the only way in', async () => {
    const mias = browser();
    await signIn(mias);
    const [linked] = await mias.identityProvider.identities();
    await expect(mias.identityProvider.unlink({ identity: linked?.identity ?? '' })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'password' },
    });
  });

  it('means nobody any more once the provider has another issuer or client', async () => {
    await signIn(browser());
    await owner.identityProvider.update({
      organizationId,
      identityProviderId: provider,
      clientId: 'another',
    });
    expect(await owner.identityProvider.list({ organizationId })).toMatchObject([{ identities: 0 }]);
  });
});
