import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { clientFor, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import {
  type HostileOidcServer,
  type Lie,
  startHostileOidcServer,
} from '#test/support/hostile-oidc-server.ts';
import { signedIn } from '#test/support/oidc-world.ts';
import { sql } from '../../store/database.ts';

const redirectUri = 'http://127.0.0.1:4180/oidc/callback';
const past = Math.floor(Date.now() / 1000) - 3_600;

let server: HostileOidcServer;
let core: Core;
let provider: string;

beforeAll(async () => {
  server = await startHostileOidcServer();
});
afterAll(() => server.close());

beforeEach(async () => {
  server.lie = {};
  const made = await createOwnedCore();
  core = made.core;
  const roles = await made.client.role.list({ organizationId: made.organizationId });
  const { id } = await made.client.identityProvider.create({
    organizationId: made.organizationId,
    name: 'Liar',
    issuer: server.issuer,
    clientId: 'quayside',
    emailDomains: ['example.com'],
    roleId: roles.find(({ name }) => name === 'Member')?.id ?? '',
  });
  provider = id;
});
afterEach(() => core.close());

const begin = async (client: TestClient) => {
  const { url, flow } = await client.identityProvider.start({ provider, redirectUri });
  return { flow, ...server.answerTo(url) };
};

const signIn = async () => {
  const client = clientFor(core, { type: 'nobody' });
  return signedIn(client.identityProvider.finish(await begin(client)));
};

const accounts = () => core.services.store.database.all(sql.selectFrom('account').select('id'));

const lies: Readonly<Record<string, Lie>> = {
  'another issuer': { claims: { iss: 'https://login.example.com' } },
  'another audience': { claims: { aud: 'somebody-else' } },
  'several audiences without saying for whom': { claims: { aud: ['quayside', 'other'] } },
  'another nonce': { claims: { nonce: 'of-another-sign-in' } },
  'no nonce': { claims: { nonce: undefined } },
  'a time that is over': { claims: { exp: past, iat: past - 300 } },
  'no subject': { claims: { sub: undefined } },
  'the signature of another key': { signedBy: 'another key' },
  'no signature': { signedBy: 'nobody' },
  'a signature by what everybody knows': { signedBy: 'the client id' },
};

describe('an ID token', () => {
  it('that tells the truth signs in', async () => {
    expect((await signIn()).session.account?.email).toBe('mia@example.com');
  });

  it.each(Object.entries(lies))('with %s is refused, and makes no account', async (_, lie) => {
    server.lie = lie;
    await expect(signIn()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(accounts()).toHaveLength(1);
  });

  it.each([
    ['not said to be verified', undefined],
    ['verified by a text', 'true'],
    ['verified by a number', 1],
  ])('whose address is %s makes no account', async (_, verified) => {
    server.lie = { claims: { email_verified: verified } };
    await expect(signIn()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(accounts()).toHaveLength(1);
  });

  it('cannot name people so that they look like something else', async () => {
    server.lie = { claims: { name: 'Olive\u202E Owner' } };
    expect((await signIn()).session.account?.name).toBe('mia');
  });
});

describe('the description of a provider', () => {
  const refused: Readonly<Record<string, Lie>> = {
    'of another issuer': { description: { issuer: 'https://login.example.com' } },
    'that leads elsewhere': {
      answer: (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/secret' }).end(),
    },
    'that never ends': {
      answer: (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(`{"issuer":"${'x'.repeat(1024 * 1024)}"}`);
      },
    },
    'that is no JSON': { answer: (response) => response.writeHead(200).end('<html>') },
  };

  it.each(Object.entries(refused))('%s is refused', async (_, lie) => {
    server.lie = lie;
    await expect(
      clientFor(core, { type: 'nobody' }).identityProvider.start({ provider, redirectUri }),
    ).rejects.toMatchObject({ code: 'UNREACHABLE', data: { server: 'Liar' } });
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'http://login.example.com/authorize',
    'https://user@login.example.com/authorize',
  ])('sends nobody to %s', async (address) => {
    server.lie = { description: { authorization_endpoint: address } };
    await expect(
      clientFor(core, { type: 'nobody' }).identityProvider.start({ provider, redirectUri }),
    ).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('sends nobody’s code to where it should not go', async () => {
    const client = clientFor(core, { type: 'nobody' });
    const answer = await begin(client);
    server.lie = { description: { token_endpoint: 'http://10.0.0.1/token' } };
    await expect(client.identityProvider.finish(answer)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
