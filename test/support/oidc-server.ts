import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** Who a browser is at the provider: what its identity token will say. */
export interface Person {
  readonly sub: string;
  readonly email: string;
  readonly isVerified: boolean;
  readonly name?: string;
}

/** A real OpenID provider on a loopback port. */
export interface OidcServer {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who signs in next. */
  person: Person;
  /** Goes to an authorization address as a browser would, to the address it is sent back to. */
  visit(url: string): Promise<string>;
  close(): Promise<void>;
}

/** How a desktop application is registered: any port of the loopback address. Source: RFC 8252 7.3. */
export const nativeRedirectUri = 'http://127.0.0.1/oidc/callback';

const configurationOf = (redirectUris: string[], personOf: () => Person) => ({
  clients: [
    {
      client_id: 'quayside',
      client_secret: 'a-secret-of-the-client',
      redirect_uris: redirectUris,
      application_type: redirectUris.includes(nativeRedirectUri) ? ('native' as const) : ('web' as const),
      grant_types: ['authorization_code'],
      response_types: ['code' as const],
      token_endpoint_auth_method: 'client_secret_post' as const,
    },
  ],
  cookies: { keys: ['test'] },
  pkce: { required: () => true },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
  findAccount: (_: unknown, sub: string) => ({
    accountId: sub,
    claims: () => {
      const { email, isVerified, name } = personOf();
      return { sub, email, email_verified: isVerified, ...(name ? { name } : {}) };
    },
  }),
});

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );

/** Follows redirects with cookies until one leads back to the application. */
const visit = async (issuer: string, start: string): Promise<string> => {
  const cookies = new Map<string, string>();
  let url = start;
  for (let step = 0; step < 10; step += 1) {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const location = response.headers.get('location');
    if (!location) throw new Error(`${response.status} at ${url}: ${await response.text()}`);
    url = new URL(location, url).href;
    if (!url.startsWith(issuer)) return url;
  }
  throw new Error('too many redirects');
};

/** Starts a provider that signs in whoever is set, without asking. */
export const startOidcServer = async (person: Person, redirectUris: string[]): Promise<OidcServer> => {
  const server = createServer();
  const issuer = `http://127.0.0.1:${await listen(server)}`;
  const current = { person };
  const provider = new Provider(
    issuer,
    configurationOf(redirectUris, () => current.person),
  );
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) {
      await answer(request, response);
      return;
    }
    const { params, grantId } = await provider.interactionDetails(request, response);
    const accountId = current.person.sub;
    const grant =
      (grantId && (await provider.Grant.find(grantId))) ||
      new provider.Grant({ accountId, clientId: String(params.client_id) });
    grant.addOIDCScope('openid email profile');
    await provider.interactionFinished(request, response, {
      login: { accountId },
      consent: { grantId: await grant.save() },
    });
  });
  return {
    issuer,
    clientId: 'quayside',
    clientSecret: 'a-secret-of-the-client',
    get person() {
      return current.person;
    },
    set person(next) {
      current.person = next;
    },
    visit: (url) => visit(issuer, url),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
