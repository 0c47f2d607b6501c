import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Core } from '#core/create-core.ts';
import type { Host } from '#core/host.ts';
import { sql } from '#core/store/database.ts';
import type { BrowserStep } from '#shared/contract/identity-provider.ts';
import { clientFor, createOwnedCore, type TestClient } from './create-test-core.ts';
import { type OidcServer, type Person, startOidcServer } from './oidc-server.ts';

export const redirectUri = 'http://127.0.0.1:4180/oidc/callback';
export const mia: Person = { sub: 'mia-1', email: 'Mia@Example.com', isVerified: true, name: 'Mia' };
export const unauthenticated = { code: 'UNAUTHENTICATED' };

/** What comes back to the callback page, with the secret of the window that began. */
export interface Answer {
  readonly flow: string;
  readonly state: string;
  readonly code?: string;
  readonly issuer?: string;
}

/** A store whose organization Acme has a provider, which signs in whoever `server.person` says. */
export interface OidcWorld {
  readonly core: Core;
  readonly owner: TestClient;
  readonly organizationId: string;
  /** The id of the provider. */
  readonly provider: string;
  readonly clock: { now(): number; pass(ms: number): void };
  /** A window that nobody has signed in on. */
  browser(): TestClient;
  /** Begins a sign-in, goes to the provider, and answers what comes back to the callback page. */
  begin(client: TestClient): Promise<Answer>;
  /** The whole sign-in of an account without a second factor. */
  signIn(client: TestClient): ReturnType<typeof signedIn>;
  change(fields: object): Promise<unknown>;
  /** How many accounts there are; the Owner's is one. */
  accounts(): number;
}

/** What somebody got who is through. */
export const signedIn = async (finishing: ReturnType<TestClient['identityProvider']['finish']>) => {
  const result = await finishing;
  if ('needsCode' in result) throw new Error('a code is needed');
  return result;
};

const beginAt = async (server: OidcServer, client: TestClient, provider: string): Promise<Answer> => {
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

/** Makes such a store; close its core after the test. */
export const createOidcWorld = async (
  server: OidcServer,
  overrides: Partial<Host> = {},
): Promise<OidcWorld> => {
  let now = Date.now();
  server.person = mia;
  const { core, client: owner, organizationId } = await createOwnedCore({ now: () => now, ...overrides });
  const roles = await owner.role.list({ organizationId });
  const { issuer, clientId, clientSecret } = server;
  const { id: provider } = await owner.identityProvider.create({
    organizationId,
    name: 'Example login',
    issuer,
    clientId,
    clientSecret,
    emailDomains: ['example.com'],
    roleId: roles.find(({ name }) => name === 'Member')?.id ?? '',
  });
  // Whoever comes now is not the first account of the store.
  now += 1_000;
  const begin = (client: TestClient) => beginAt(server, client, provider);
  return {
    core,
    owner,
    organizationId,
    provider,
    clock: {
      now: () => now,
      pass: (ms) => {
        now += ms;
      },
    },
    browser: () => clientFor(core, { type: 'nobody' }),
    begin,
    signIn: async (client) => signedIn(client.identityProvider.finish(await begin(client))),
    change: (fields) =>
      owner.identityProvider.update({ organizationId, identityProviderId: provider, ...fields }),
    accounts: () => core.services.store.database.all(sql.selectFrom('account').select('id')).length,
  };
};

/** One provider for the tests of a file, and before each of them a world of its own; closes both. */
export const openOidcWorld = (): OidcWorld & { readonly server: OidcServer } => {
  const world = {} as OidcWorld & { server: OidcServer };
  beforeAll(async () => {
    world.server = await startOidcServer(mia, [redirectUri]);
  });
  beforeEach(async () => {
    Object.assign(world, await createOidcWorld(world.server));
  });
  afterEach(() => world.core.close());
  afterAll(() => world.server.close());
  return world;
};

/** The next step of a sign-in in the browser, which has to be of this type. */
export const nextStep = async <T extends BrowserStep['type']>(
  steps: AsyncIterator<BrowserStep, unknown>,
  type: T,
): Promise<Extract<BrowserStep, { type: T }>> => {
  const isThis = (step: BrowserStep): step is Extract<BrowserStep, { type: T }> => step.type === type;
  const next = await steps.next();
  if (next.done || !isThis(next.value)) throw new Error(`the next step is not “${type}”`);
  return next.value;
};
